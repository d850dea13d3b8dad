import type { Scope } from '@parley/shared/scope';
import { scopeOf, type Walked } from './procedures.ts';

/**
 * What a procedure has to answer: `served` is anything but a refusal of who calls. What a refusal says
 * tells which guard it was: another one behind it may refuse as well.
 */
export type Expected = 'served' | { status: number; code: string; says?: RegExp };

/** Somebody who calls, and what each procedure has to answer them; `null` where they are not asked for. */
export interface Identity {
  kind: string;
  headers: Record<string, string>;
  expects: (procedure: Walked) => Expected | null;
}

export const nobody: Expected = { status: 401, code: 'auth.required' };
export const lacking: Expected = { status: 403, code: 'auth.scope_missing' };
export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** Where only a link is read, whoever else comes is nobody. */
export const unlessByLink = (procedure: Walked, expected: Expected | null): Expected | null =>
  procedure.meta.access === 'intake' ? nobody : expected;

/** Whoever is refused by every procedure. */
export const refusedEverywhere = (
  kind: string,
  headers: Record<string, string>,
  expected: Expected = { status: 401, code: 'auth.invalid' },
): Identity => ({ kind, headers, expects: (procedure) => unlessByLink(procedure, expected) });

/** What changes nothing is asked for by who may: the others would do what they are for. */
export const served = ({ type }: Walked): Expected | null => (type === 'query' ? 'served' : null);

/** What is answered to whoever holds these scopes. */
export const expectsOf =
  (held: readonly Scope[], isSession = false) =>
  (procedure: Walked): Expected | null => {
    const { access } = procedure.meta;
    if (access === 'intake') return nobody;
    // Its service looks at who calls by itself, and answers some what it refuses to others.
    if (access === 'credential') return null;
    if (access === 'session') return isSession ? served(procedure) : nobody;
    const scope = scopeOf(procedure)!;
    const isHeld =
      held.includes(scope) || (scope === 'events:publish' && held.includes('events:publish.any'));
    return isHeld ? served(procedure) : lacking;
  };
