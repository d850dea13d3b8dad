import type { Environment } from '@parley/shared/words/environment';
import { columnsOf, type RowOf } from '../../platform/database/columns.ts';
import type { Store, Tx } from '../../platform/database/store.ts';
import { EventKey } from './event-key.entity.ts';
import { Event } from './event.entity.ts';

const eventColumns = columnsOf(Event);
const keyColumns = columnsOf(EventKey);

/** A row of `event` to be inserted. */
export type NewEvent = RowOf<Event>;

const keyOf = ({ id, publisher_id, environment, client_id }: NewEvent) =>
  client_id === null ? [] : [{ publisher_id, environment, client_id, event_id: id }];

const placeOf = (key: { publisher_id: string; environment: string; client_id: string }): string =>
  `${key.publisher_id} ${key.environment} ${key.client_id}`;
/** In SQL what {@link Event.idFor} says: `event` is the alias of its row, `consumerId` what names the receiving consumer. */
export const webhookIdSql = (event: string, consumerId: string): string =>
  `case when ${event}.id_rule = 0 or ${event}.publisher_id = ${consumerId}
   then coalesce(${event}.client_id, ${event}.id) else ${event}.id end`;

/** Of a row that is not stored yet what {@link Event.idFor} says. */
export const webhookIdOf = (event: NewEvent, consumerId: string): string =>
  event.publisher_id === consumerId ? (event.client_id ?? event.id) : event.id;

/** Inserts events, and the publishers' ids of those that have one. */
export const insertEvents = async (tx: Tx, events: readonly NewEvent[]): Promise<void> => {
  await tx.insertRows('event', eventColumns, events);
  // In one order: two processes that publish the same ids never wait for each other in a ring.
  const keys = events.flatMap(keyOf).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  await tx.insertRows('event_key', keyColumns, keys);
};

/** An event that was published with the same client id before. */
export type KnownEvent = NewEvent & { delivery_count: number };

/** PostgreSQL hands 64-bit numbers out as text. */
type Unparsed = Omit<KnownEvent, 'occurred_at' | 'created_at' | 'delivery_count'> & {
  occurred_at: number | string;
  created_at: number | string;
  delivery_count: number | string;
};

/** Events that already have one of these client ids, by `publisher environment client id`. */
export const findKnownEvents = async (
  store: Store,
  tx: Tx,
  wanted: readonly { publisher_id: string; environment: Environment; client_id: string }[],
): Promise<Map<string, KnownEvent>> => {
  if (wanted.length === 0) return new Map();
  const rows = await tx.all<Unparsed>(
    `select e.*, (select count(*) from delivery d where d.event_id = e.id) as delivery_count
     from ${store.rowsOf({ publisher_id: 'text', environment: 'text', client_id: 'text' }, 'r')}
     join event_key k on k.publisher_id = r.publisher_id and k.environment = r.environment and k.client_id = r.client_id
     join event e on e.id = k.event_id`,
    JSON.stringify(wanted),
  );
  return new Map(
    rows.map((row) => [
      `${row.publisher_id} ${row.environment} ${row.client_id}`,
      {
        ...row,
        occurred_at: Number(row.occurred_at),
        created_at: Number(row.created_at),
        delivery_count: Number(row.delivery_count),
      },
    ]),
  );
};
