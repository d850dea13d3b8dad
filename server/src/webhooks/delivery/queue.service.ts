import type { EntityManager } from '@mikro-orm/sql';
import type { Store } from '../../platform/database/store.ts';

const run = async (tx: EntityManager, sql: string, parameters: (string | number)[]): Promise<void> => {
  await tx.getConnection().execute(sql, parameters, 'run', tx.getTransactionContext());
};

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

/** Deliveries to a suspended consumer wait; those of one that is active again are due, where their endpoint is. */
export const followConsumerStatus = async (
  tx: EntityManager,
  consumer: { id: string; status: 'active' | 'suspended' },
  now: Date,
): Promise<void> =>
  consumer.status === 'suspended'
    ? run(tx, 'update delivery set due_at = null where consumer_id = ? and due_at is not null', [consumer.id])
    : run(
        tx,
        `update delivery set due_at = ?, lease_owner = null where consumer_id = ? and due_at is null
         and status in ('pending', 'failed')
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
