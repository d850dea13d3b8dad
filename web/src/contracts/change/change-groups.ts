import type { ChangeSeverity } from '@parley/shared/contracts/api';
import type { ChangeView } from '@parley/shared/contracts/contract';
import { formatNumber } from '../../lib/text/count.ts';

/** Changes that stand under one heading. `operations` is what all of them reach, when that is what they share. */
export interface ChangeGroup {
  key: string;
  title: string;
  operations: readonly string[];
  operationCount: number;
  changes: ChangeView[];
}

const severityTitles: Record<ChangeSeverity, string> = {
  breaking: 'Breaking',
  risky: 'Risky',
  compatible: 'Compatible',
};

/** The changes of a severity whose text, check, pointer or operation holds the words that were typed. */
export function filterChanges(
  changes: readonly ChangeView[],
  { severity, search }: { severity?: ChangeSeverity | undefined; search?: string | undefined },
): ChangeView[] {
  const wanted = search?.toLowerCase();
  return changes.filter(
    (change) =>
      (!severity || change.severity === severity) &&
      (!wanted ||
        [change.text, change.id, change.pointer, change.fingerprint, ...change.operations].some((text) =>
          text.toLowerCase().includes(wanted),
        )),
  );
}

/** Changes that reach the same operations together, in the order of the first of each: the severe first. */
export function groupByOperation(changes: readonly ChangeView[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const change of changes) {
    const { operations, operationCount } = change;
    // Of many operations the first are listed.
    const key = [operationCount, ...operations].join('\n');
    const known = groups.get(key);
    if (known) known.changes.push(change);
    else
      groups.set(key, {
        key,
        title: titleOf(operations, operationCount),
        operations,
        operationCount,
        changes: [change],
      });
  }
  return [...groups.values()];
}

/** Changes of one severity together, the severe first. */
export function groupBySeverity(changes: readonly ChangeView[]): ChangeGroup[] {
  return (['breaking', 'risky', 'compatible'] as const)
    .map((severity) => ({
      key: severity,
      title: severityTitles[severity],
      operations: [],
      operationCount: 0,
      changes: changes.filter((change) => change.severity === severity),
    }))
    .filter((group) => group.changes.length > 0);
}

/** The first changes of all groups, `amount` in total, so that a long list does not hold up the page. */
export function firstOf(groups: readonly ChangeGroup[], amount: number): ChangeGroup[] {
  const shown: ChangeGroup[] = [];
  let left = amount;
  for (const group of groups) {
    if (left <= 0) break;
    shown.push({ ...group, changes: group.changes.slice(0, left) });
    left -= group.changes.length;
  }
  return shown;
}

function titleOf([first]: readonly string[], operationCount: number): string {
  if (first === undefined) return 'The whole API';
  return operationCount > 1 ? `${first} and ${formatNumber(operationCount - 1)} more` : first;
}
