import type { EntityManager } from '@mikro-orm/sql';
import type { ChangeView } from '@parley/shared/contracts/contract';
import type {
  GetImpactMatrix,
  ImpactMatrixView,
  MatrixCell,
  MatrixChange,
  MatrixRow,
} from '@parley/shared/contracts/contract-matrix';
import { holds } from '@parley/shared/scope';
import { valuesOf } from '@parley/shared/words/page';
import { dayMs } from '@parley/shared/words/time';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { addressesOf } from '../notice/ways.service.ts';
import type { ContractAct } from '../version/version.service.ts';
import type { Evidence } from './evidence.ts';
import { reachedBy } from './reach.service.ts';
import { type UsageFound, usageOf } from './usage-found.service.ts';

const addressesMax = 2000;

/** A change with the evidence that is asked for, by consumer. */
interface Column {
  change: ChangeView;
  cells: Map<string, Evidence>;
}

const groupOf = ({ change }: Column): string => change.operation ?? '';

/** Columns that belong to one operation stand side by side; the one whose breaking changes reach the most is first. */
const inGroups = (columns: readonly Column[]): Column[] => {
  const reachOf = (some: readonly Column[]) => {
    const reached = new Map<string, Set<string>>();
    for (const column of some) {
      const all = reached.get(groupOf(column)) ?? new Set();
      reached.set(groupOf(column), all);
      for (const consumerId of column.cells.keys()) all.add(consumerId);
    }
    return (column: Column) => reached.get(groupOf(column))?.size ?? 0;
  };
  const most = reachOf(columns);
  const mostBroken = reachOf(columns.filter(({ change }) => change.severity === 'breaking'));
  return columns.toSorted(
    (a, b) =>
      mostBroken(b) - mostBroken(a) ||
      most(b) - most(a) ||
      groupOf(a).localeCompare(groupOf(b)) ||
      b.cells.size - a.cells.size ||
      a.change.fingerprint.localeCompare(b.change.fingerprint),
  );
};

/** Calls of one consumer, by operation. */
class CallsByOperation {
  readonly #calls = new Map<string, UsageFound[]>();
  readonly size: number;

  constructor(usage: readonly UsageFound[]) {
    this.size = usage.length;
    for (const one of usage) {
      const key = `${one.consumerId} ${one.operation}`;
      const known = this.#calls.get(key);
      if (known) known.push(one);
      else this.#calls.set(key, [one]);
    }
  }

  of(consumerId: string, operations: ReadonlySet<string>): { calls: number; lastAt: number | null } {
    let calls = 0;
    let lastAt: number | null = null;
    for (const operation of operations)
      for (const one of this.#calls.get(`${consumerId} ${operation}`) ?? []) {
        calls += one.calls;
        lastAt = Math.max(lastAt ?? 0, one.lastAt);
      }
    return { calls, lastAt };
  }
}

interface Windows {
  week: CallsByOperation;
  month: CallsByOperation;
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** One consumer with all that reaches it. */
class Reached {
  readonly consumer: Consumer;
  readonly operations = new Set<string>();
  breaking = 0;
  risky = 0;

  constructor(consumer: Consumer) {
    this.consumer = consumer;
  }

  add({ severity }: ChangeView, { operations }: Evidence): void {
    if (severity !== 'compatible') this[severity] += 1;
    for (const operation of operations) this.operations.add(operation);
  }

  row({ week, month }: Windows, cells: MatrixCell[], mayReadContacts: boolean): MatrixRow {
    const { id, name, kind, contactEmail, technicalEmail } = this.consumer;
    const calls = month.of(id, this.operations);
    return {
      consumerId: id,
      name,
      kind,
      contactEmail: (mayReadContacts && contactEmail) || null,
      technicalEmail: (mayReadContacts && technicalEmail) || null,
      lastSeenAt: isoOrNull(calls.lastAt),
      callsWeek: week.of(id, this.operations).calls,
      callsMonth: calls.calls,
      breaking: this.breaking,
      risky: this.risky,
      cells,
    };
  }
}

const viewColumn = ({ change, cells }: Column): MatrixChange => ({
  id: change.id,
  fingerprint: change.fingerprint,
  severity: change.severity,
  operation: change.operation,
  operationCount: change.operationCount,
  text: change.text,
  consumerCount: cells.size,
});

const cellsOf = (columns: readonly Column[], consumerId: string): MatrixCell[] =>
  columns.flatMap(({ cells }, column) => {
    const found = cells.get(consumerId);
    if (!found) return [];
    const { evidence, calls, lastAt, operations } = found;
    return [{ column, evidence, calls, lastSeenAt: isoOrNull(lastAt), operationCount: operations.length }];
  });

/** Consumers by id that the caller may see, and whose name has what is searched. */
const consumersIn = async (
  em: EntityManager,
  found: readonly { evidence: readonly Evidence[] }[],
  search: string | undefined,
): Promise<Map<string, Consumer>> => {
  const ids = new Set(found.flatMap(({ evidence }) => evidence.map(({ consumerId }) => consumerId)));
  const rows = await em.find(Consumer, { id: { $in: [...ids] } });
  const part = search?.toLowerCase() ?? '';
  return new Map(rows.filter(({ name }) => name.toLowerCase().includes(part)).map((row) => [row.id, row]));
};

const windowsOf = async (
  em: EntityManager,
  { parts }: ContractAct,
  { slug, includeTest }: GetImpactMatrix,
): Promise<Windows> => {
  const within = async (days: number) => {
    const since = new Date(parts.now().getTime() - days * dayMs);
    return new CallsByOperation(
      await usageOf(em, { api: slug, since, includeTest, excluded: [], isOfCallsOnly: true }),
    );
  };
  return { week: await within(7), month: await within(30) };
};

type Found = Awaited<ReturnType<typeof reachedBy>>['found'];

/** The changes that reach one of these consumers with the evidence that is asked for. */
const columnsOf = (
  asked: Found,
  consumers: ReadonlyMap<string, Consumer>,
  { evidence: grades }: GetImpactMatrix,
): Column[] => {
  const wanted = valuesOf(grades);
  const reaching: Column[] = [];
  for (const { change, evidence } of asked) {
    const own = evidence.filter(
      (one) => consumers.has(one.consumerId) && (!wanted || wanted.includes(one.evidence)),
    );
    if (own.length > 0) reaching.push({ change, cells: new Map(own.map((one) => [one.consumerId, one])) });
  }
  return inGroups(reaching);
};

/** Who is reached by these columns, the most affected first, and of those alike whoever calls the most. */
const rowsOf = (
  columns: readonly Column[],
  consumers: ReadonlyMap<string, Consumer>,
  { month }: Windows,
): Reached[] => {
  const rows = new Map<string, Reached>();
  for (const { change, cells } of columns)
    for (const [consumerId, evidence] of cells) {
      const consumer = consumers.get(consumerId);
      if (!consumer) continue;
      const row = rows.get(consumerId) ?? new Reached(consumer);
      rows.set(consumerId, row);
      row.add(change, evidence);
    }
  const weight = new Map(
    [...rows.values()].map((row) => [row, month.of(row.consumer.id, row.operations).calls]),
  );
  return [...weight.keys()].toSorted(
    (a, b) =>
      b.breaking - a.breaking ||
      b.risky - a.risky ||
      (weight.get(b) ?? 0) - (weight.get(a) ?? 0) ||
      a.consumer.name.localeCompare(b.consumer.name),
  );
};

const viewAddresses = (rows: readonly Reached[]) => {
  const addresses = [...new Set(rows.flatMap(({ consumer }) => addressesOf(consumer)))];
  return {
    addresses: addresses.slice(0, addressesMax),
    addressCount: addresses.length,
    withoutContactCount: rows.filter(({ consumer }) => addressesOf(consumer).length === 0).length,
  };
};

/**
 * Consumers and the changes that reach them, as one table: breaking and risky changes unless other severities are asked for.
 * Rows and columns come by page, the most affected first; the counts are of all. Addresses are for who may read consumers.
 */
export const impactMatrixOf = async (
  em: EntityManager,
  act: ContractAct,
  query: GetImpactMatrix,
): Promise<ImpactMatrixView> => {
  const { firstRow, rowLimit, firstColumn, columnLimit, operation, search } = query;
  const severities = valuesOf(query.severity) ?? ['breaking', 'risky'];
  const { base, revision, since, until, found, hasUsage } = await reachedBy(em, act, query);
  const asked = found.filter(
    ({ change, reached }) =>
      severities.includes(change.severity) && (operation === undefined || reached(operation)),
  );
  const consumers = await consumersIn(em, asked, search);
  const windows = await windowsOf(em, act, query);
  const columns = columnsOf(asked, consumers, query);
  const rows = rowsOf(columns, consumers, windows);
  const shown = columns.slice(firstColumn, firstColumn + columnLimit);
  const mayRead = holds(scopesOf(act.caller.principal), 'consumers:read');
  return {
    base: base?.id ?? null,
    revision: revision.id,
    since: since.toISOString(),
    until: until.toISOString(),
    isObserved: hasUsage,
    columns: shown.map(viewColumn),
    columnCount: columns.length,
    quietCount: asked.length - columns.length,
    rows: rows
      .slice(firstRow, firstRow + rowLimit)
      .map((row) => row.row(windows, cellsOf(shown, row.consumer.id), mayRead)),
    rowCount: rows.length,
    ...viewAddresses(mayRead ? rows : []),
  };
};
