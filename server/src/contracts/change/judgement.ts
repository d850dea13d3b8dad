import type { AcceptanceView, ChangeView, GateView } from '@parley/shared/contracts/contract';
import type { ApiRules, ChangeSeverity } from '@parley/shared/contracts/api';
import { type ComparedChange, type Comparison, namesOfSet } from '../../openapi/reader/reader.ts';
import { severityOf } from './check-names.ts';

/** Nothing to compare with: nothing changed. */
export const noComparison: Comparison = {
  changes: [],
  reached: { names: [], sets: [] },
  advice: 'none',
};

/** Operations listed with a change; the others are read by page. */
const operationsListed = 10;

/** The severity where the API gives the check none of its own: of an open enum readers expect more values. */
const usual = ({ id, direction, severity }: ComparedChange, { answerEnums }: ApiRules): ChangeSeverity =>
  answerEnums === 'open' && direction === 'response' && id.endsWith('-enum-value-added')
    ? 'compatible'
    : severity;

/** Changes with the severities that the API gives them; those it ignores are left out. */
const graded = (changes: readonly ComparedChange[], rules: ApiRules): ComparedChange[] =>
  changes.flatMap((change) => {
    const own = severityOf(rules.severities, change.id);
    const severity = own ?? usual(change, rules);
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

/** Which operations a change reaches, all of them. */
export interface Reached {
  /** Names from the one at `start` on, in the order of the contract; none for a fingerprint that is not there. */
  list: (fingerprint: string, page?: { start: number; count: number }) => string[];
  /** The same as a set, which changes with the same operations share. */
  set: (fingerprint: string) => ReadonlySet<string>;
}

const createReached = ({ changes, reached }: Comparison): Reached => {
  const numbers = new Map(changes.map((change) => [change.fingerprint, change.reached]));
  const sets = new Map<number, ReadonlySet<string>>();
  const numberOf = (fingerprint: string): number => numbers.get(fingerprint) ?? -1;
  return {
    list: (fingerprint, page) => namesOfSet(reached, numberOf(fingerprint), page),
    set: (fingerprint) => {
      const number = numberOf(fingerprint);
      const known = sets.get(number) ?? new Set(namesOfSet(reached, number));
      sets.set(number, known);
      return known;
    },
  };
};

/** The first operations of each set, named once for all changes that reach them. */
const createNaming = (reached: Comparison['reached']) => {
  const known = new Map<number, string[]>();
  return (set: number): string[] => {
    const names = known.get(set) ?? namesOfSet(reached, set, { count: operationsListed });
    known.set(set, names);
    return names;
  };
};

/** The changes as the API shows them, the severe first, with who accepted what. */
export const judge = (
  comparison: Comparison,
  rules: ApiRules,
  acceptances: ReadonlyMap<string, AcceptanceView>,
) => {
  const namesOf = createNaming(comparison.reached);
  const views = graded(comparison.changes, rules)
    .map(({ reached: set, ...change }): ChangeView => {
      const operations = namesOf(set);
      const acceptance = acceptances.get(change.fingerprint) ?? null;
      return { ...change, operation: operations[0] ?? null, operations, acceptance };
    })
    .toSorted((a, b) => order[a.severity] - order[b.severity]);
  const counts: Record<ChangeSeverity, number> = { breaking: 0, risky: 0, compatible: 0 };
  for (const { severity } of views) counts[severity] += 1;
  return {
    changes: views,
    counts,
    advice: adviceFor(counts, comparison.advice),
    reached: createReached(comparison),
  };
};

const placesNamed = 3;

const reasonOf = (change: ChangeView, now: Date): GateView['reasons'][number] | null => {
  const { acceptance, fingerprint, text, operations, operationCount } = change;
  if (!acceptance) {
    // The sentence names the operation itself where it is about one alone.
    const isNamed =
      operationCount <= operations.length && operations.every((operation) => text.includes(operation));
    const more = operationCount > placesNamed ? ` and ${operationCount - placesNamed} more` : '';
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
