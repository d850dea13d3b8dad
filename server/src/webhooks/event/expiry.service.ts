import type { Reader, Store, Tx } from '../../platform/database/store.ts';

/** Removes these events and the publishers' ids of them. `events` is the JSON of rows with an `id`. */
export const removeEvents = async (store: Store, tx: Tx, events: string): Promise<void> => {
  const ids = `(select r.id from ${store.rowsOf({ id: 'text' }, 'r')})`;
  await tx.all(
    `delete from event_key where (publisher_id, environment, client_id) in (
       select e.publisher_id, e.environment, e.client_id from event e where e.id in ${ids})`,
    events,
  );
  await tx.all(`delete from event where id in ${ids}`, events);
};

/** Removes up to `limit` publishers' ids of events in this partition, which is about to go; answers how many. */
export const removeKeysOfPartition = async (
  reader: Reader,
  partition: string,
  limit: number,
): Promise<number> => {
  const removed = await reader.all(
    `delete from event_key where (publisher_id, environment, client_id) in (
       select e.publisher_id, e.environment, e.client_id from "${partition}" e
       join event_key k on k.publisher_id = e.publisher_id and k.environment = e.environment and k.client_id = e.client_id
       limit ?) returning event_id`,
    limit,
  );
  return removed.length;
};
