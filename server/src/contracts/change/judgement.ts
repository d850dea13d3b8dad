import type { AcceptanceView, ChangeView, GateView } from '@parley/shared/contracts/contract';
import type { ApiRules, ChangeSeverity } from '@parley/shared/contracts/api';
import type { ComparedChange, Comparison } from '../../openapi/reader/reader.ts';

/** Nothing to compare with: nothing changed. */
export const noComparison: Comparison = { changes: [], advice: 'none' };

/** Changes with the severities that the API gives them; those it ignores are left out. */
const graded = (changes: readonly ComparedChange[], severities: ApiRules['severities']): ComparedChange[] =>
  changes.flatMap((change) => {
    const severity = severities[change.id] ?? change.severity;
    return severity === 'ignore' ? [] : [{ ...change, severity }];
  });

const order: Record<ChangeSeverity, number> = { breaking: 0, risky: 1, compatible: 2 };

const adviceFor = (
  counts: Record<ChangeSeverity, number>,
  advice: Comparison['advice'],
): Comparison['advice'] => {
  if (counts.breaking > 0) return 'major';
  if (counts.risky + counts.compatible === 0) return 'none';
  return advice === 'major' || advice === 'none' ? 'minor' : advice;
};

/** The changes as the API shows them, the severe first, with who accepted what. */
export const judge = (
  { changes, advice }: Comparison,
  rules: ApiRules,
  acceptances: ReadonlyMap<string, AcceptanceView>,
) => {
  const views = graded(changes, rules.severities)
    .map((change) => ({ ...change, acceptance: acceptances.get(change.fingerprint) ?? null }))
    .toSorted((a, b) => order[a.severity] - order[b.severity]);
  const counts: Record<ChangeSeverity, number> = { breaking: 0, risky: 0, compatible: 0 };
  for (const { severity } of views) counts[severity] += 1;
  return { changes: views, counts, advice: adviceFor(counts, advice) };
};

const placesNamed = 3;

const reasonOf = (change: ChangeView, now: Date): GateView['reasons'][number] | null => {
  const { acceptance, fingerprint, text, operations } = change;
  if (!acceptance) {
    // The sentence names the operation itself where it is about one alone.
    const isNamed = operations.every((operation) => text.includes(operation));
    const more = operations.length > placesNamed ? ` and ${operations.length - placesNamed} more` : '';
    const where = isNamed ? '' : operations.slice(0, placesNamed).join(', ') + more;
    return { code: 'breaking_not_accepted', text: where ? `${where}: ${text}` : text, fingerprint };
  }
  const isOver = acceptance.expiresAt !== null && new Date(acceptance.expiresAt) <= now;
  return isOver
    ? { code: 'acceptance_expired', text: `Accepted until ${acceptance.expiresAt}: ${text}`, fingerprint }
    : null;
};

/** Whether a contract may be published: its lint at the bar or above, and each breaking change answered for. */
export const gateOf = (
  changes: readonly ChangeView[],
  lint: { score: number; bar: number },
  now: Date,
): GateView => {
  const reasons = changes
    .filter(({ severity }) => severity === 'breaking')
    .flatMap((change) => reasonOf(change, now) ?? []);
  if (lint.score < lint.bar)
    reasons.unshift({
      code: 'lint_below_bar',
      text: `The lint score is ${lint.score}; ${lint.bar} is asked for.`,
      fingerprint: null,
    });
  return { isOpen: reasons.length === 0, reasons };
};
