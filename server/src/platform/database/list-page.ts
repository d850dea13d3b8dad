import type { EntityManager } from '@mikro-orm/sql';
import type { RowCount } from '@parley/shared/words/page';
import { lowestIdAt } from '../secret/id.ts';
import type { Paging } from './cursor.ts';
import { ownerOf } from './owner.ts';
import {
  comesBefore,
  type Found,
  type ListedTable,
  Passage,
  type Range,
  type Rest,
  type Values,
  type Way,
} from './passage.ts';

/** What is asked for: values for some columns, a span of time, and which page. */
export interface ListQuery {
  paging: Paging;
  where: Readonly<Record<string, Values | string | undefined>>;
  /** A further condition that no index answers, in SQL over `b`, with the columns that it needs. */
  rest?: Rest | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** The ids of a page in the order of the list. A page may be short, or empty, and be followed by another. */
export interface PageOfIds {
  ids: string[];
  cursors: { nextCursor: string | null; previousCursor: string | null };
}

// After every id, in whatever order a database has letters: by the locale of most, signs come before them.
const afterAll = 'zzzz';

// After everything that begins so, in the order of the characters.
const afterBeginning = '~';

const wanted = (
  em: EntityManager,
  listed: ListedTable,
  query: Pick<ListQuery, 'where'>,
): Map<string, Values> | null => {
  const all = new Map<string, Values>();
  const owner = ownerOf(em);
  const owned = owner.everyone ? {} : listed.ownedBy(owner);
  for (const given of [query.where, owned])
    for (const [column, value] of Object.entries(given)) {
      if (value === undefined) continue;
      // Asked for twice, a value would be gone through twice.
      const values = typeof value === 'string' ? [value] : [...new Set(value)];
      const before = all.get(column);
      all.set(column, before ? before.filter((one) => values.includes(one)) : values);
    }
  // Nobody has two owners, and nothing is of no value.
  return [...all.values()].some((values) => values.length === 0) ? null : all;
};

/** The ways that may be gone, those first that leave the least to be looked at row by row. */
const waysOf = ({ ways, values, table }: ListedTable, asked: ReadonlyMap<string, Values>): Way[] => {
  const byId = { index: `${table}_pkey`, columns: [] };
  const isOpen = ({ columns }: Way) => columns.every((column) => asked.has(column) || values[column]);
  const left = ({ columns }: Way) => [...asked.keys()].filter((column) => !columns.includes(column)).length;
  const spread = ({ columns }: Way) => columns.filter((column) => !asked.has(column)).length;
  return [...ways.filter(isOpen), byId].toSorted((a, b) => left(a) - left(b) || spread(a) - spread(b));
};

const rangeOf = (
  { prefix }: ListedTable,
  { since, until }: Pick<ListQuery, 'since' | 'until'>,
  { isRising, past }: Pick<Paging, 'isRising' | 'past'>,
): Range => {
  const from = since === undefined ? '' : lowestIdAt(prefix, since);
  const before = until === undefined ? afterAll : lowestIdAt(prefix, until);
  if (past === undefined) return { from, isAbove: false, before, isRising };
  return isRising
    ? { from: past < from ? from : past, isAbove: past >= from, before, isRising }
    : { from, isAbove: false, before: past < before ? past : before, isRising };
};

const isFurther = (range: Range, a: Found, b: Found | undefined): boolean => {
  if (b === undefined) return true;
  if (a.reached === b.reached) return a.ids.length > b.ids.length;
  if (a.reached === null || b.reached === null) return a.reached === null;
  return comesBefore(range)(b.reached, a.reached);
};

/** Rows in the order of their ids, which `find` finds; one that has gone in the meantime is left out. */
export const rowsInOrder = async <Row extends { id: string }>(
  ids: readonly string[],
  find: (id: { $in: string[] }) => Promise<readonly Row[]>,
): Promise<Row[]> => {
  if (ids.length === 0) return [];
  const byId = new Map((await find({ $in: [...ids] })).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

/** The ids of one page of what the caller may see. */
export const pageOfIds = async (
  em: EntityManager,
  listed: ListedTable,
  query: ListQuery,
): Promise<PageOfIds> => {
  const { paging, rest } = query;
  const asked = wanted(em, listed, query);
  const range = rangeOf(listed, query, paging);
  let best: Found | undefined;
  for (const way of asked ? waysOf(listed, asked) : []) {
    const passage = new Passage(em, listed, way, asked ?? new Map(), { range, rest });
    const found = await passage.find(paging.limit + 1);
    if (isFurther(range, found, best)) best = found;
    if (found.reached === null) break;
  }
  const { ids, reached } = best ?? { ids: [], reached: null };
  const { items, ...cursors } = paging.close(
    ids.map((id) => ({ id })),
    reached,
  );
  return { ids: items.map(({ id }) => id), cursors };
};

/**
 * The newest ids that begin so, at most `count`, of what the caller may see. `beginning` is of small letters, digits and the
 * prefix of the table. Through an index that has ids in the order of their characters: no primary key has to.
 */
export const idsBeginningWith = async (
  em: EntityManager,
  listed: ListedTable,
  beginning: string,
  count: number,
): Promise<string[]> => {
  const asked = wanted(em, listed, { where: {} }) ?? new Map<string, Values>();
  const range = { from: beginning, isAbove: false, before: beginning + afterBeginning, isRising: false };
  const [way] = waysOf(listed, asked).filter(({ columns }) => columns.length > 0);
  if (!way) throw new Error(`No index of ${listed.table} leads to all of it.`);
  const { ids } = await new Passage(em, listed, way, asked, { range, rest: undefined }).find(count);
  return ids;
};

/** Rows that are counted before it is said that there are more. */
const countedMax = 10_000;

/**
 * How many rows of what the caller may see are asked for: exactly up to {@link countedMax}, and for filters that no index
 * answers up to as many that were looked at. Costs a bounded time, whatever is asked.
 */
export const countRowsOf = async (
  em: EntityManager,
  listed: ListedTable,
  query: Omit<ListQuery, 'paging'>,
): Promise<RowCount> => {
  const asked = wanted(em, listed, query);
  const [way] = asked ? waysOf(listed, asked) : [];
  if (!asked || !way) return { count: 0, isMore: false };
  const range = rangeOf(listed, query, { isRising: false, past: undefined });
  return new Passage(em, listed, way, asked, { range, rest: query.rest }).count(countedMax);
};
