import type { EntityManager } from '@mikro-orm/sql';
import type { SetAsideReason } from '@parley/shared/webhooks/delivery';
import { columnsOf, type RowOf } from '../../platform/database/columns.ts';
import type { Reader, Store, Tx } from '../../platform/database/store.ts';
import { Delivery } from './delivery.entity.ts';

/** From so many abandonments on a delivery is a suspect, which is counted and sent by itself. */
export const suspectFrom = 2;

/** How long a claim waits that was given back for want of room. */
export const postponeMs = 2000;

// Everything that changes the state of a delivery. Other rooms call these verbs; nobody else writes the table.

const run = async (tx: EntityManager, sql: string, parameters: (string | number)[]): Promise<void> => {
  await tx.getConnection().execute(sql, parameters, 'run', tx.getTransactionContext());
};

const newColumns = columnsOf(Delivery, [
  'id',
  'event_id',
  'endpoint_id',
  'consumer_id',
  'environment',
  'event_type',
  'next_trigger',
  'order_key',
  'due_at',
  'lease_owner',
  'recovery_id',
  'created_at',
]);

/** A delivery to be queued. `due_at` and `lease_owner` as in the table: claimed already, due, or waiting. */
export type NewDelivery = Pick<RowOf<Delivery>, keyof typeof newColumns>;

/** Queues deliveries that never had an attempt. */
export const queueDeliveries = async (tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> =>
  tx.insertRows('delivery', newColumns, deliveries, {
    constants: { status: `'pending'`, attempt_count: '0' },
  });

/**
 * Queues deliveries again for a recovery. What is under way, cancelled, set aside because it ended the process or, unless
 * asked for, delivered is left alone.
 */
export const requeueDeliveries = async (
  tx: Tx,
  ids: readonly string[],
  recovery: { id: string; isDeliveredToo: boolean; now: number },
): Promise<void> =>
  tx.updateRows(
    'delivery',
    { id: 'text', now: 'bigint', recovery: 'text' },
    ids.map((id) => ({ id, now: recovery.now, recovery: recovery.id })),
    {
      set: `status = 'pending', next_trigger = 'recovery', due_at = r.now, lease_owner = null, completed_at = null,
        order_key = null, recovery_id = r.recovery, set_aside = null, abandoned_count = 0`,
      where: `delivery.id = r.id and delivery.lease_owner is null and coalesce(delivery.set_aside, '') <> 'ended_process'
        and delivery.status not in (${recovery.isDeliveredToo ? `'cancelled'` : `'delivered', 'cancelled'`})`,
    },
  );

/** Queues one delivery again at once, by hand: it waits for no other, and no other for it. */
export const requeueByHand = (delivery: Delivery, now: Date): void => {
  Object.assign(delivery, {
    status: 'pending',
    nextTrigger: 'manual',
    orderKey: null,
    dueAt: now.getTime(),
    leaseOwner: null,
    completedAt: null,
    abandonedCount: 0,
    setAside: null,
  });
};

/** Whether somebody is sending it now. */
export const isClaimed = ({ leaseOwner, dueAt }: Delivery, now: Date): boolean =>
  Boolean(leaseOwner) && (dueAt ?? 0) > now.getTime();

/** Deliveries of the endpoint that wait for an attempt stop waiting for it. */
export const pauseDeliveries = async (tx: EntityManager, endpointId: string): Promise<void> =>
  run(tx, 'update delivery set due_at = null where endpoint_id = ? and due_at is not null', [endpointId]);

/** Deliveries of the endpoint that were paused are due now. */
export const resumeDeliveries = async (tx: EntityManager, endpointId: string, now: Date): Promise<void> =>
  run(
    tx,
    `update delivery set due_at = ?, lease_owner = null
     where endpoint_id = ? and due_at is null and status in ('pending', 'failed')`,
    [now.getTime(), endpointId],
  );

/** Deliveries of a removed endpoint end as cancelled. */
export const cancelDeliveries = async (tx: EntityManager, endpointId: string, now: Date): Promise<void> =>
  run(
    tx,
    `update delivery set due_at = null, status = 'cancelled', completed_at = ?
     where endpoint_id = ? and status in ('pending', 'failed')`,
    [now.getTime(), endpointId],
  );

// Through the index by consumer, environment and status: what is undone, and not all that the consumer ever got.
const undoneOf = `consumer_id = ? and environment in ('live', 'test') and status in ('pending', 'failed')`;

/** Deliveries to a suspended consumer wait; those of one that is active again are due, where their endpoint is. */
export const followConsumerStatus = async (
  tx: EntityManager,
  consumer: { id: string; status: 'active' | 'suspended' },
  now: Date,
): Promise<void> =>
  consumer.status === 'suspended'
    ? run(tx, `update delivery set due_at = null where ${undoneOf} and due_at is not null`, [consumer.id])
    : run(
        tx,
        `update delivery set due_at = ?, lease_owner = null where ${undoneOf} and due_at is null
         and endpoint_id in (select id from endpoint where disabled_reason is null and removed_at is null)`,
        [now.getTime(), consumer.id],
      );

/** Puts a claimed delivery aside: its endpoint was disabled (it waits) or removed (it is cancelled) in the meantime. */
export const parkDelivery = async (
  store: Store,
  claim: { id: string; owner: string },
  isKept: boolean,
  now: Date,
): Promise<void> => {
  const end = isKept ? '' : `, status = 'cancelled', completed_at = ${now.getTime()}`;
  await store.all(
    `update delivery set due_at = null, lease_owner = null${end} where id = ? and lease_owner = ?`,
    claim.id,
    claim.owner,
  );
};

/** Claims what `selection` selects, a query of ids; answers the ids. */
export const claimSelected = async (
  tx: Reader,
  claim: { owner: string; leaseUntil: number },
  selection: { sql: string; parameters: readonly (string | number)[] },
): Promise<{ id: string }[]> =>
  tx.all<{ id: string }>(
    `update delivery set due_at = ?, lease_owner = ? where id in (${selection.sql}) returning id`,
    claim.leaseUntil,
    claim.owner,
    ...selection.parameters,
  );

// One that died held many, so up to here all of them are counted. Past it each is counted by itself, before it is sent.
const abandoned = `abandoned_count = case when abandoned_count < ${suspectFrom} then abandoned_count + 1 else abandoned_count end`;

/** Makes everything that a dead process held due at once, and counts it as abandoned. Only where no other process can hold a claim: on SQLite. */
export const releaseAllClaims = async (store: Store, now: number): Promise<void> => {
  // Through what is due and not through all that ever was, whatever the planner has been told of either.
  await store.all(
    `update delivery indexed by delivery_due_index set due_at = ?, lease_owner = null, ${abandoned}
     where due_at is not null and endpoint_id > '' and lease_owner is not null`,
    now,
  );
};

/** Makes what a dead process held due at once, and counts it as abandoned. `now` is SQL: the clock of the database. */
export const releaseClaimsOf = async (tx: Tx, owner: string, now: string): Promise<void> => {
  await tx.all(
    `update delivery set due_at = ${now}, lease_owner = null, ${abandoned}
     where due_at is not null and lease_owner = ?`,
    owner,
  );
};

/** A claim with the count that its delivery had when it was claimed. */
type Held = { deliveryId: string; abandonedCount: number };

/** Gives claims back that were not used: they are due at `dueAt`, for whoever has room, and count as never begun. */
export const giveClaimsBack = async (
  store: Store,
  owner: string,
  claims: readonly Held[],
  dueAt: number,
): Promise<void> => {
  if (claims.length === 0) return;
  const rows = claims.map(({ deliveryId: id, abandonedCount: count }) => ({ id, owner, due: dueAt, count }));
  const columns = { id: 'text', owner: 'text', due: 'bigint', count: 'integer' } as const;
  await store.transaction('relaxed', (tx) =>
    tx.updateRows('delivery', columns, rows, {
      set: 'due_at = r.due, lease_owner = null, abandoned_count = r.count',
      where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
    }),
  );
};

/** Counts an attempt that is about to begin as abandoned; on disk when it answers. The attempt's end clears the count. */
export const countBegun = async (store: Store, owner: string, claims: readonly Held[]): Promise<void> =>
  store.transaction('synced', (tx) =>
    tx.updateRows(
      'delivery',
      { id: 'text', owner: 'text' },
      claims.map(({ deliveryId: id }) => ({ id, owner })),
      {
        set: 'abandoned_count = delivery.abandoned_count + 1',
        where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
      },
    ),
  );

/** Ends claimed deliveries without an attempt: nothing is tried by itself any more. `words` say why, and what to do. */
export const setAsideDeliveries = async (
  store: Store,
  owner: string,
  claims: readonly { deliveryId: string }[],
  why: { reason: SetAsideReason; words: string; now: number },
): Promise<void> => {
  if (claims.length === 0) return;
  const rows = claims.map(({ deliveryId: id }) => ({ id, owner, ...why, words: why.words.slice(0, 500) }));
  const columns = { id: 'text', owner: 'text', reason: 'text', words: 'text', now: 'bigint' } as const;
  await store.transaction('synced', (tx) =>
    tx.updateRows('delivery', columns, rows, {
      set: `status = 'exhausted', set_aside = r.reason, last_error = r.words, completed_at = r.now, due_at = null,
        lease_owner = null`,
      where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
    }),
  );
};

/** Puts claims off that came to no attempt; `reason` says to people why. They count as tried no more than before. */
export const postponeClaims = async (
  store: Store,
  owner: string,
  postponed: readonly { job: { deliveryId: string }; reason: string }[],
  dueAt: number,
): Promise<void> => {
  if (postponed.length === 0) return;
  const rows = postponed.map(({ job, reason }) => ({
    id: job.deliveryId,
    owner,
    due_at: dueAt,
    last_error: reason.slice(0, 500),
  }));
  const columns = { id: 'text', owner: 'text', due_at: 'bigint', last_error: 'text' } as const;
  await store.transaction('relaxed', (tx) =>
    tx.updateRows('delivery', columns, rows, {
      set: 'due_at = r.due_at, lease_owner = null, last_error = r.last_error',
      where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
    }),
  );
};

const endedColumns = columnsOf(Delivery, [
  'id',
  'lease_owner',
  'status',
  'attempt_count',
  'due_at',
  'last_response_status',
  'last_error',
  'completed_at',
]);

/** What an attempt made of a delivery; `lease_owner` is who attempted it. */
export type EndedDelivery = Pick<RowOf<Delivery>, keyof typeof endedColumns>;

/** Ends claims with what came of them. One whose claim ran out is left to who holds it now. */
export const endClaims = async (tx: Tx, ended: readonly EndedDelivery[]): Promise<void> =>
  tx.updateRows('delivery', endedColumns, ended, {
    set: `status = r.status, attempt_count = r.attempt_count, due_at = r.due_at, lease_owner = null,
      next_trigger = 'schedule', last_response_status = r.last_response_status, last_error = r.last_error,
      completed_at = r.completed_at, abandoned_count = 0`,
    where: 'delivery.id = r.id and delivery.lease_owner = r.lease_owner',
  });
