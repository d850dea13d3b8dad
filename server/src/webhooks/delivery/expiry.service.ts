import type { Reader, Store, Tx } from '../../platform/database/store.ts';

/** Removes the deliveries of these events, with their attempts. `events` is the JSON of rows with an `id`. */
export const removeDeliveriesOf = async (store: Store, tx: Tx, events: string): Promise<void> => {
  const ids = `(select r.id from ${store.rowsOf({ id: 'text' }, 'r')})`;
  await tx.all(
    `delete from attempt where delivery_id in (select d.id from delivery d where d.event_id in ${ids})`,
    events,
  );
  await tx.all(`delete from delivery where event_id in ${ids}`, events);
};

/**
 * Removes up to `limit` deliveries of events with ids from `from` until before `to`, but those of events of which one is
 * not over; answers how many. Their attempts go with their partition.
 */
export const removeOverDeliveries = async (
  reader: Reader,
  { from, to, limit }: { from: string; to: string; limit: number },
): Promise<number> => {
  const removed = await reader.all(
    `delete from delivery where id in (select d.id from delivery d where d.event_id >= ? and d.event_id < ?
       and not exists (select 1 from delivery u where u.event_id = d.event_id and u.completed_at is null)
     limit ?) returning id`,
    from,
    to,
    limit,
  );
  return removed.length;
};
