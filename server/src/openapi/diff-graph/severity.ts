import type { SchemaRole, Polarity } from './schema-role.ts';

/** What a change means for callers: it stops them, it may, it does not. */
export type Severity = 'breaking' | 'risky' | 'compatible';

/**
 * What a change does to the set of values that are allowed: fewer, more, others; `shifts` may be any of these; `notes` is
 * none; a severity stands for itself.
 */
export type Effect = 'narrows' | 'widens' | 'replaces' | 'shifts' | 'notes' | Severity;

const byEffect: Record<Exclude<Effect, 'narrows' | 'widens'>, Severity> = {
  replaces: 'breaking',
  shifts: 'risky',
  notes: 'compatible',
  breaking: 'breaking',
  risky: 'risky',
  compatible: 'compatible',
};

const byPolarity = (isNarrower: boolean, polarity: Polarity, isRequest: boolean): Severity => {
  const stops = polarity === 'negated' ? isNarrower !== isRequest : isNarrower === isRequest;
  if (stops) return 'breaking';
  return polarity === 'mixed' ? 'risky' : 'compatible';
};

/** How severe a change is where it stands: narrowing stops who sends, widening stops who receives. */
export const gradeAs = (role: SchemaRole, effect: Effect): Severity => {
  if (role.isMuted || role.isSilent) return 'compatible';
  if (effect === 'narrows' || effect === 'widens')
    return byPolarity(effect === 'narrows', role.polarity, role.direction === 'request');
  return byEffect[effect];
};
