import { type EntityManager, SqlitePlatform } from '@mikro-orm/sql';
import type { RowCount } from '@parley/shared/words/page';
import type { Owner } from './owner.ts';
import type { Store } from './store.ts';

/** The values that a column may have; all of them are asked for. */
export type Values = readonly (string | null)[];

/** One way through a table: the name of an index over these columns and then the id. */
export interface Way {
  index: string;
  columns: readonly string[];
}

/** A table that grows with traffic, and the ways through it. Its ids have `prefix` and sort by time. */
export interface ListedTable {
  table: string;
  prefix: string;
  ways: readonly Way[];
  /** All values of columns that have few: a way may be gone once for each. */
  values: Readonly<Record<string, Values>>;
  /** Rows that one page may look at on one way, where that is not {@link examinedMax}: more, where a table is small. */
  examined?: number;
  /** What the rows of an owner have in common. */
  ownedBy: (owner: Extract<Owner, { everyone: false }>) => Readonly<Record<string, Values>>;
}

export interface Rest {
  columns: readonly string[];
  sql: string;
  parameters: readonly (string | number)[];
}

/**
 * Rows that one page may look at on one way. Where no index answers a combination of filters the page ends there, and the
 * next goes on: a list costs a bounded time, whatever it is asked.
 */
const examinedMax = 2000;

/** The same for a table that grows by what people do. */
export const examinedOfSmall = 20_000;

/**
 * Rows that are looked at in one go. Asked for most of a table, PostgreSQL reads and sorts all of it, which takes longer than its
 * index does, and nothing is found before everything was read.
 */
const examinedAtOnce = 4000;

/** The id of a row of `alias` as the indexes of the lists have it; on PostgreSQL in a collation that no primary key has. */
export const idInOrder = (dialect: Store['dialect'], alias: string): string =>
  dialect === 'sqlite' ? `${alias}.id` : `${alias}.id collate "C"`;

/** Ids of a span, in the direction in which they are gone through. */
export interface Range {
  from: string;
  /** Whether `from` itself is left out. */
  isAbove: boolean;
  before: string;
  isRising: boolean;
}

interface Branch {
  /** Values of the columns of the way, in their order. */
  values: Values;
}

interface Stretch {
  branch: Branch;
  range: Range;
}

export interface Found {
  ids: string[];
  /** The last id up to which everything was looked at; `null` for the end of the walk. */
  reached: string | null;
}

const branchesOf = (listed: ListedTable, way: Way, asked: ReadonlyMap<string, Values>): Branch[] => {
  let branches: Branch[] = [{ values: [] }];
  for (const column of way.columns) {
    const values = asked.get(column) ?? listed.values[column] ?? [];
    branches = branches.flatMap((branch) => values.map((value) => ({ values: [...branch.values, value] })));
  }
  return branches;
};

const isIn = (column: string, values: Values): string => {
  const texts = values.filter((value) => value !== null);
  const any = texts.length === 0 ? [] : [`${column} in (${texts.map(() => '?').join(', ')})`];
  return `(${[...any, ...(values.includes(null) ? [`${column} is null`] : [])].join(' or ')})`;
};

const textsOf = (values: Values): string[] => values.filter((value) => value !== null);

const restOf = (left: readonly [string, Values][], rest: Rest | undefined): Rest | null => {
  if (left.length === 0) return rest ?? null;
  return {
    columns: [...left.map(([column]) => column), ...(rest?.columns ?? [])],
    sql: [...left.map(([column, values]) => isIn(`b.${column}`, values)), ...(rest ? [rest.sql] : [])].join(
      ' and ',
    ),
    parameters: [...left.flatMap(([, values]) => textsOf(values)), ...(rest?.parameters ?? [])],
  };
};

/** The SQL of one way. */
export class Passage {
  readonly #em: EntityManager;
  readonly #listed: ListedTable;
  readonly #way: Way;
  readonly #range: Range;
  readonly #rest: Rest | null;
  readonly #branches: Branch[];

  constructor(
    em: EntityManager,
    listed: ListedTable,
    way: Way,
    asked: ReadonlyMap<string, Values>,
    { range, rest }: { range: Range; rest: Rest | undefined },
  ) {
    this.#em = em;
    this.#listed = listed;
    this.#way = way;
    this.#range = range;
    this.#rest = restOf(
      [...asked].filter(([column]) => !way.columns.includes(column)),
      rest,
    );
    this.#branches = branchesOf(listed, way, asked);
  }

  /** The first `count` of what is asked for, as far as this way is gone. */
  async find(count: number): Promise<Found> {
    let left = this.#listed.examined ?? examinedMax;
    let found = await this.#look(this.#range, count, Math.min(left, examinedAtOnce));
    while (found.reached !== null && left > examinedAtOnce) {
      left -= examinedAtOnce;
      const range = beyond(this.#range, found.reached);
      const more = await this.#look(range, count - found.ids.length, Math.min(left, examinedAtOnce));
      found = { ids: [...found.ids, ...more.ids], reached: more.reached };
    }
    return found;
  }

  /** The first `count` among the next `most` rows of a range. */
  async #look(range: Range, count: number, most: number): Promise<Found> {
    const examined = Math.ceil(most / this.#branches.length);
    const found = await this.#all(
      this.#branches.map((branch) => this.#selectUpTo({ branch, range }, count, examined)),
    );
    const isBefore = comesBefore(range);
    const ids = found.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).slice(0, count);
    if (!this.#rest || ids.length === count) return { ids, reached: null };
    const ends = await this.#all(this.#branches.map((branch) => this.#endOf({ branch, range }, examined)));
    const reached = ends.length === 0 ? null : ends.reduce((a, b) => (isBefore(a, b) ? a : b));
    return { ids: reached === null ? ids : ids.filter((id) => !isBefore(reached, id)), reached };
  }

  /** How many there are, counted up to `most`, and whether there may be more. */
  async count(most: number): Promise<RowCount> {
    const found = await this.#all(
      this.#branches.map((branch) => {
        const { sql, parameters } = this.#selectUpTo({ branch, range: this.#range }, most + 1, most + 1);
        return { sql: `select count(*) as id from (${sql}) n`, parameters };
      }),
    );
    const count = found.reduce((sum, one) => sum + Number(one), 0);
    if (count > most) return { count: most, isMore: true };
    if (!this.#rest) return { count, isMore: false };
    const others = await this.#all(
      this.#branches.map((branch) => this.#endOf({ branch, range: this.#range }, most + 1)),
    );
    return { count, isMore: others.length > 0 };
  }

  async #all(
    branches: readonly { sql: string; parameters: readonly (string | number)[] }[],
  ): Promise<string[]> {
    const rows: { id: string }[] = await this.#em.getConnection().execute(
      branches.map(({ sql }) => sql).join(' union all '),
      branches.flatMap(({ parameters }) => parameters),
      'all',
      this.#em.getTransactionContext(),
    );
    return rows.map(({ id }) => id);
  }

  #selectUpTo(stretch: Stretch, count: number, examined: number) {
    const rest = this.#rest;
    const { sql, parameters } = this.#inOrder(stretch, ['id', ...(rest?.columns ?? [])]);
    if (!rest) return { sql: `select id from (${sql} limit ?) b`, parameters: [...parameters, count] };
    return {
      sql: `select id from (select b.id from (${sql} limit ?) b where ${rest.sql} limit ?) c`,
      parameters: [...parameters, examined, ...rest.parameters, count],
    };
  }

  #endOf(stretch: Stretch, examined: number) {
    const { sql, parameters } = this.#inOrder(stretch, ['id']);
    return {
      sql: `select id from (${sql} limit 1 offset ?) b`,
      parameters: [...parameters, examined - 1],
    };
  }

  // On both databases the index is named and not left to a guess of the planner: SQLite takes its name, and on PostgreSQL
  // no other index has ids in the order of this collation.
  #inOrder({ branch: { values }, range }: Stretch, columns: readonly string[]) {
    const isSqlite = this.#em.getPlatform() instanceof SqlitePlatform;
    const isById = this.#way.columns.length === 0;
    const id = isById ? 't.id' : idInOrder(isSqlite ? 'sqlite' : 'postgresql', 't');
    const named = isSqlite && !isById ? ` indexed by ${this.#way.index}` : '';
    const equal = this.#way.columns.map((column, place) =>
      values[place] === null ? `t.${column} is null` : `t.${column} = ?`,
    );
    const { isRising, isAbove, from, before } = range;
    return {
      sql: `select ${[...new Set(columns)].map((column) => `t.${column}`).join(', ')} from ${this.#listed.table} t${named}
        where ${[...equal, `${id} ${isAbove ? '>' : '>='} ?`, `${id} < ?`].join(' and ')} order by ${id}${isRising ? '' : ' desc'}`,
      parameters: [...textsOf(values), from, before],
    };
  }
}

/** What of a range comes after an id, in the direction of the walk. */
const beyond = (range: Range, id: string): Range =>
  range.isRising ? { ...range, from: id, isAbove: true } : { ...range, before: id };

export const comesBefore =
  ({ isRising }: Pick<Range, 'isRising'>) =>
  (a: string, b: string): boolean =>
    isRising ? a < b : a > b;
