import type { Environment } from '@parley/shared/environment';
import type { Store, Tx } from '../../platform/database/store.ts';

/** A row of `event` to be inserted. */
export type NewEvent = {
  id: string;
  client_id: string | null;
  fingerprint: string | null;
  environment: Environment;
  type: string;
  schema_version: number;
  subject: string | null;
  body: string;
  audience: string;
  publisher_id: string;
  key_id: string | null;
  request_id: string | null;
  occurred_at: number;
  created_at: number;
};

/** A row of `delivery` to be inserted. */
export type NewDelivery = {
  id: string;
  event_id: string;
  endpoint_id: string;
  consumer_id: string;
  environment: Environment;
  event_type: string;
  order_key: string | null;
  due_at: number | null;
  lease_owner: string | null;
  created_at: number;
};

const eventColumns = {
  id: 'text',
  client_id: 'text',
  fingerprint: 'text',
  environment: 'text',
  type: 'text',
  schema_version: 'integer',
  subject: 'text',
  body: 'text',
  audience: 'text',
  publisher_id: 'text',
  key_id: 'text',
  request_id: 'text',
  occurred_at: 'bigint',
  created_at: 'bigint',
} as const;

const deliveryColumns = {
  id: 'text',
  event_id: 'text',
  endpoint_id: 'text',
  consumer_id: 'text',
  environment: 'text',
  event_type: 'text',
  order_key: 'text',
  due_at: 'bigint',
  lease_owner: 'text',
  created_at: 'bigint',
} as const;

const keyColumns = {
  publisher_id: 'text',
  environment: 'text',
  client_id: 'text',
  event_id: 'text',
} as const;

const keyOf = ({ id, publisher_id, environment, client_id }: NewEvent) =>
  client_id === null ? [] : [{ publisher_id, environment, client_id, event_id: id }];

/** Inserts a group of events and their deliveries. */
export const insertEventRows = async (
  tx: Tx,
  events: readonly NewEvent[],
  deliveries: readonly NewDelivery[],
): Promise<void> => {
  await tx.insertRows('event', eventColumns, events);
  await tx.insertRows('event_key', keyColumns, events.flatMap(keyOf));
  await tx.insertRows('delivery', deliveryColumns, deliveries, {
    constants: { status: `'pending'`, attempt_count: '0', next_trigger: `'schedule'` },
  });
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
