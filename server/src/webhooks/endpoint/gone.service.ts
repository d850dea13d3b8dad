import { recordAudit } from '../../administration/audit/audit.service.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import { pauseDeliveries } from '../delivery/queue.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { system } from '../../platform/request/principal.ts';
import { Endpoint } from './endpoint.entity.ts';

/** Disables an endpoint that answered 410 Gone. Doing it twice changes nothing. */
export const disableGoneEndpoint = async (parts: Parts, endpointId: string): Promise<void> => {
  await parts.openEm(everyone).transactional(async (tx) => {
    const endpoint = await lockRow(tx, Endpoint, { id: endpointId, disabledReason: null, removedAt: null });
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
