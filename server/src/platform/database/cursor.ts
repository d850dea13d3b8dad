import { canonicalJson } from '@parley/shared/words/canonical-json';
import type { PageOrder } from '@parley/shared/words/page';
import { Problem } from '../request/problem.ts';
import { sha256 } from '../secret/secret.ts';

interface PageQuery {
  limit: number;
  cursor?: string | undefined;
  order?: PageOrder | undefined;
}

/** Rows after or before the one with this id, in the order of the list; without an id from its beginning, or its end. */
interface Position {
  side: 'after' | 'before';
  id: string;
}

const letters = { after: 'n', before: 'p' } as const;
const written = /^([np])\.([\da-f]{10})\.([\w.-]{0,128})$/;

const refuse = (detail: string): never => {
  throw new Problem('request.invalid', {
    detail,
    errors: [
      { path: '/cursor', message: 'The `nextCursor` or `previousCursor` of another page of this list.' },
    ],
  });
};

/** Ends of a span, which move on with the clock for whoever asks for the last hour: only whether there is one counts. */
const moving: readonly string[] = ['since', 'until'];

const boundOf = (name: string, value: unknown): unknown => {
  if (moving.includes(name)) return true;
  return [value].flat().map(String).toSorted();
};

/** Says which list it is, and with which filters: a cursor of another one would leave rows out without a word. */
const bindingOf = (
  list: string,
  { limit: _limit, cursor: _cursor, order = 'desc', ...filters }: PageQuery,
) => {
  const bound = Object.entries(filters).filter(([, value]) => value !== undefined);
  const texts = bound.map(([name, value]) => [name, boundOf(name, value)]);
  return sha256(canonicalJson([list, order, Object.fromEntries(texts)])).slice(0, 10);
};

const positionOf = (cursor: string, binding: string): Position => {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, letter, bound, id = ''] = written.exec(text) ?? [];
  if (letter === undefined || Buffer.from(text).toString('base64url') !== cursor)
    return refuse('The cursor is not one that this version of Parley gave out. Begin again without one.');
  if (bound !== binding)
    refuse(
      'The cursor is of another list, or of this one with other filters or another order. Begin again without one.',
    );
  return { side: letter === letters.after ? 'after' : 'before', id };
};

/** A page in the order of its list, and the cursors of those beside it. */
export interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
  previousCursor: string | null;
}

/**
 * One page of a list, whose rows are in the order of their ids. Rows are looked for in the direction of the walk, which is
 * that of the list, or the other one for the page before another.
 */
export class Paging {
  readonly limit: number;
  /** Whether the walk goes from lower ids to higher ones. */
  readonly isRising: boolean;
  readonly #binding: string;
  readonly #position: Position | null;

  private constructor(query: PageQuery, binding: string) {
    this.limit = query.limit;
    this.#binding = binding;
    this.#position = query.cursor === undefined ? null : positionOf(query.cursor, binding);
    this.isRising = (query.order === 'asc') !== (this.#position?.side === 'before');
  }

  /** The page that a query asks for, which is all that the list takes: whatever is no paging is a filter. */
  static of(list: string, query: PageQuery): Paging {
    return new Paging(query, bindingOf(list, query));
  }

  /**
   * The same walk through a table whose ids have this prefix, with room for one row more. What follows the prefix is in one
   * order for all tables: pages of several are made one by it. Rows come in the order of the walk.
   */
  within(prefix: string): Paging {
    const { past } = this;
    const id = past === undefined ? null : `${prefix}_${past.slice(past.indexOf('_') + 1)}`;
    const cursor = this.#cursor('after', id) ?? undefined;
    const order = this.isRising ? 'asc' : 'desc';
    return new Paging({ limit: this.limit + 1, cursor, order }, this.#binding);
  }

  /** The id past which the walk begins; `undefined` from the very beginning. */
  get past(): string | undefined {
    return this.#position?.id === '' ? undefined : this.#position?.id;
  }

  /** For a query of the ORM: the condition, the order, and one row more than fits, which tells whether the walk goes on. */
  get find() {
    const where =
      this.past === undefined ? {} : { id: this.isRising ? { $gt: this.past } : { $lt: this.past } };
    const orderBy = { id: this.isRising ? ('asc' as const) : ('desc' as const) };
    return { where, options: { orderBy, limit: this.limit + 1 } };
  }

  /**
   * The same for a list in the order of a column whose values are unique. `valueOf` finds the value of the row with this id; a
   * cursor whose row has gone is refused.
   */
  async findBy(column: string, valueOf: (id: string) => Promise<string | undefined>) {
    const orderBy = { [column]: this.isRising ? ('asc' as const) : ('desc' as const) };
    const options = { orderBy, limit: this.limit + 1 };
    if (this.past === undefined) return { where: {}, options };
    const past =
      (await valueOf(this.past)) ??
      refuse('The row at which the cursor stands has gone. Begin again without it.');
    return { where: { [column]: this.isRising ? { $gt: past } : { $lt: past } }, options };
  }

  /**
   * The page of up to `limit + 1` rows in the order of the walk. `reached` is the id up to which everything was looked at,
   * where that is not the end.
   */
  close<Row extends { id: string }>(rows: readonly Row[], reached: string | null = null): Page<Row> {
    const walked = rows.slice(0, this.limit);
    const edge = rows.length > this.limit ? (walked.at(-1)?.id ?? null) : reached;
    const ahead = edge === null ? null : edge;
    const behind = this.#position === null ? null : (walked[0]?.id ?? reached ?? '');
    const isBackwards = this.#position?.side === 'before';
    return {
      items: isBackwards ? walked.toReversed() : walked,
      nextCursor: this.#cursor('after', isBackwards ? behind : ahead),
      previousCursor: this.#cursor('before', isBackwards ? ahead : behind),
    };
  }

  #cursor(side: Position['side'], id: string | null): string | null {
    return id === null ? null : Buffer.from(`${letters[side]}.${this.#binding}.${id}`).toString('base64url');
  }
}

/** The same page with each row as `view` shows it. */
export const viewPage = <Row, View>(
  { items, ...cursors }: Page<Row>,
  view: (row: Row) => View,
): Page<View> => ({
  items: items.map((row) => view(row)),
  ...cursors,
});
