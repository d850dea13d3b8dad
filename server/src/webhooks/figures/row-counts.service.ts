import { idInOrder } from '../../platform/database/passage.ts';
import type { Store } from '../../platform/database/store.ts';
import { lowestIdAt, timeOfId } from '../../platform/secret/id.ts';
import type { Pieces } from './attempt-counts.service.ts';

/**
 * Rows of one kind that are counted at most, entries of an index: on either database they are gone through in some
 * milliseconds. What is older is left out, and said.
 */
export const countedMax = 25_000;

/** Rows that an index has side by side, in the order of their ids: all columns before the id are given. */
export interface Counted {
  table: 'delivery' | 'event';
  prefix: 'dlv' | 'evt';
  /** Columns that all rows have the same values in. */
  where: Readonly<Record<string, string>>;
  /** The column behind them, and the values that are counted apart; without it there is one count a piece. */
  by?: { column: string; values: readonly string[] };
}

/** Counts by the index of the piece and the value, joined by a space; and from when on they are whole. */
export interface RowCounts {
  counts: ReadonlyMap<string, number>;
  /** Milliseconds; `null` where all are counted. */
  countedSince: number | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * How many rows were made in each piece of time. By the index alone and of a bounded number of rows, the newest, so that an
 * answer takes a bounded time whatever the traffic was.
 */
export const countRows = async (store: Store, counted: Counted, pieces: Pieces): Promise<RowCounts> => {
  const { prefix, by } = counted;
  const from = lowestIdAt(prefix, iso(pieces.since));
  const before = lowestIdAt(prefix, iso(pieces.until));
  const values = by?.values ?? [''];
  const firsts = await Promise.all(
    values.map(async (value) => firstBeyond(store, counted, { value, from, before })),
  );
  const cutoff = firsts.toSorted().at(-1) ?? '';
  const cells = values.flatMap((value) =>
    Array.from({ length: Math.round((pieces.until - pieces.since) / pieces.pieceMs) }, (_, piece) => {
      const start = lowestIdAt(prefix, iso(pieces.since + piece * pieces.pieceMs));
      const end = lowestIdAt(prefix, iso(pieces.since + (piece + 1) * pieces.pieceMs));
      return { piece, value, low: start > cutoff ? start : cutoff, high: end };
    }),
  );
  return {
    counts: await countCells(
      store,
      counted,
      cells.filter(({ low, high }) => low < high),
    ),
    countedSince: cutoff === '' ? null : timeOfId(cutoff),
  };
};

/** `value` is SQL for the value that is counted apart. */
const conditionOf = ({ where, by }: Counted, value: string): string =>
  [
    ...Object.keys(where).map((column) => `t.${column} = ?`),
    ...(by ? [`t.${by.column} = ${value}`] : []),
  ].join(' and ');

/** Id of the first row that is more than may be counted, from the newest on; `''` when there is none. */
const firstBeyond = async (
  store: Store,
  counted: Counted,
  { value, from, before }: { value: string; from: string; before: string },
): Promise<string> => {
  const id = idInOrder(store.dialect, 't');
  const [found] = await store.all<{ id: string }>(
    `select t.id from ${counted.table} t where ${conditionOf(counted, '?')} and ${id} >= ? and ${id} < ?
     order by ${id} desc limit 1 offset ${countedMax}`,
    ...Object.values(counted.where),
    ...(counted.by ? [value] : []),
    from,
    before,
  );
  return found?.id ?? '';
};

const cellColumns = { piece: 'integer', value: 'text', low: 'text', high: 'text' } as const;

const countCells = async (
  store: Store,
  counted: Counted,
  cells: readonly { piece: number; value: string; low: string; high: string }[],
): Promise<Map<string, number>> => {
  const id = idInOrder(store.dialect, 't');
  const rows = await store.all<{ piece: number; value: string; count: number | string }>(
    `select c.piece, c.value, (
       select count(*) from ${counted.table} t where ${conditionOf(counted, 'c.value')} and ${id} >= c.low and ${id} < c.high
     ) as count from ${store.rowsOf(cellColumns, 'c')}`,
    ...Object.values(counted.where),
    JSON.stringify(cells),
  );
  return new Map(rows.map(({ piece, value, count }) => [`${piece} ${value}`, Number(count)]));
};
