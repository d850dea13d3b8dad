import type { Store, Tx } from '../database/store.ts';

/** Where counts of keys are kept, and how many different ones of one key. */
interface Kept {
  /** A table with a column `key_id`. */
  table: 'key_caller' | 'refused_call';
  most: number;
}

/**
 * What of these counts may become new rows, since their keys have fewer than the most that are kept; the others only add to
 * rows that are there. One pass over them: who calls decides how many there are.
 */
export const splitByRoom = async <Count extends { key_id: string }>(
  store: Store,
  tx: Tx,
  { table, most }: Kept,
  counts: readonly Count[],
): Promise<{ fitting: Count[]; others: Count[] }> => {
  const ids = [...new Set(counts.map(({ key_id }) => key_id))];
  const kept = await tx.all<{ key_id: string; amount: number }>(
    `select c.key_id, cast(count(*) as integer) as amount from ${table} c
     join ${store.rowsOf({ id: 'text' }, 'r')} on r.id = c.key_id group by c.key_id`,
    JSON.stringify(ids.map((id) => ({ id }))),
  );
  const room = new Map(ids.map((id) => [id, most]));
  for (const { key_id, amount } of kept) room.set(key_id, most - amount);
  const fitting: Count[] = [];
  const others: Count[] = [];
  for (const count of counts) {
    const left = room.get(count.key_id) ?? 0;
    room.set(count.key_id, left - 1);
    (left > 0 ? fitting : others).push(count);
  }
  return { fitting, others };
};
