import { Problem } from '../request/problem.ts';

/** The cursor after the row with this id. Lists run newest first, and ids sort by time. */
export const cursorAfter = (id: string): string => Buffer.from(id).toString('base64url');

/** The id that a cursor stands for. Anything that we did not make is refused. */
export const idOfCursor = (cursor: string): string => {
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[\w.-]{1,128}$/.test(id) || cursorAfter(id) !== cursor)
    throw new Problem('request.invalid', {
      detail: 'The cursor is not one that Parley gave out.',
      errors: [{ path: '/cursor', message: 'The `nextCursor` of an earlier page.' }],
    });
  return id;
};

interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** The condition on the id for the rows after the cursor; empty on the first page. */
export const afterCursor = (page: PageQuery): { id?: { $lt: string } } =>
  page.cursor === undefined ? {} : { id: { $lt: idOfCursor(page.cursor) } };

/** Cuts `limit + 1` rows to a page. The extra row only tells whether another page follows. */
export const pageFrom = <Row extends { id: string }, View>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => View,
): { items: View[]; nextCursor: string | null } => {
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map((row) => view(row)),
    nextCursor: rows.length > limit && last ? cursorAfter(last.id) : null,
  };
};
