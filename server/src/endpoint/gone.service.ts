import type { EntityManager } from '@mikro-orm/sql';
import { recordAudit } from '../audit/audit.service.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import { everyone } from '../lib/owner.ts';
import type { Parts } from '../lib/parts.ts';
import { system } from '../lib/principal.ts';
import { Endpoint } from './endpoint.entity.ts';

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

/** Puts a claimed delivery aside: its endpoint was disabled (it waits) or removed (it is cancelled) in the meantime. */
export const parkDelivery = async (
  parts: Parts,
  owner: string,
  deliveryId: string,
  isKept: boolean,
): Promise<void> => {
  const end = isKept ? '' : `, status = 'cancelled', completed_at = ${parts.now().getTime()}`;
  await parts.store.all(
    `update delivery set due_at = null, lease_owner = null${end} where id = ? and lease_owner = ?`,
    deliveryId,
    owner,
  );
};

/** Disables an endpoint that answered 410 Gone. Doing it twice changes nothing. */
export const disableGoneEndpoint = async (parts: Parts, endpointId: string): Promise<void> => {
  await parts.openEm(everyone).transactional(async (tx) => {
    const endpoint = await tx.findOne(Endpoint, { id: endpointId, disabledReason: null, removedAt: null });
    if (!endpoint) return;
    endpoint.disabledReason = 'gone';
    await tx.flush();
    await pauseDeliveries(tx, endpointId);
    await recordAudit(tx, system, {
      action: 'endpoint.disable',
      targetId: endpoint.id,
      consumerId: endpoint.consumer.id,
      environment: endpoint.environment,
      changes: { disabledReason: { before: null, after: 'gone' } },
      at: parts.now(),
    });
    await bumpCatalog(tx);
  });
};
