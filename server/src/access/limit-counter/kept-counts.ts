import { dayMs } from '@parley/shared/words/time';
import type { Store } from '../../platform/database/store.ts';
import type { KeptCounts } from './local-counters.ts';

const columns = {
  id: 'text',
  used: 'bigint',
  last_at: 'bigint',
  shift: 'bigint',
  ends_at: 'bigint',
} as const;

/** Keeps the counts of days and months in the database, for a process that counts alone. */
export const keptCountsIn = (store: Store): KeptCounts => ({
  load: async (id) => {
    const [row] = await store.near.all<{ used: number }>('select used from limit_counter where id = ?', id);
    return row?.used ?? 0;
  },
  save: async (counts) => {
    await store.transaction('relaxed', async (tx) =>
      tx.insertRows(
        'limit_counter',
        columns,
        counts.map(({ id, used, endsAtMs }) => ({ id, used, last_at: 0, shift: 0, ends_at: endsAtMs })),
        { onConflict: '(id) do update set used = excluded.used' },
      ),
    );
  },
});

/** So many at a time: on PostgreSQL a decision may wait for them. */
const removedMax = 1000;

/** Removes counters of which nothing counts any more since two days. */
export const removeEndedCounters = async (store: Store, now: Date): Promise<void> => {
  const ended = now.getTime() - 2 * dayMs;
  const ids = `select id from limit_counter where ends_at < ? order by ends_at limit ${removedMax}`;
  if (store.dialect === 'sqlite') await store.all(`delete from limit_counter where id in (${ids})`, ended);
  else
    await store.all(
      `with gone as (delete from limit_counter where id in (${ids} for update skip locked) returning id)
       delete from limit_call where counter_id in (select id from gone)`,
      ended,
    );
};
