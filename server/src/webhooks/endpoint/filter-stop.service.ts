import { recordAudit } from '../../administration/audit/audit.service.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { system } from '../../platform/request/principal.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import { Endpoint } from './endpoint.entity.ts';

/** An endpoint whose filter was set aside, for whoever tells its owner. */
interface StoppedFilter {
  endpointId: string;
  url: string;
  consumerId: string;
  environment: Endpoint['environment'];
}

/**
 * Sets a filter aside that took too long: from then on the endpoint gets what it asks for, until the filter is changed.
 * Answers `null` when it was changed or set aside in the meantime: of two that do it at once one is told.
 */
export const stopFilter = async (
  parts: Parts,
  { id, filter }: { id: string; filter: string },
): Promise<StoppedFilter | null> =>
  parts.openEm(everyone).transactional(async (tx) => {
    const at = parts.now();
    const found = { id, filter, filterStoppedAt: null, removedAt: null };
    if ((await tx.nativeUpdate(Endpoint, found, { filterStoppedAt: at.getTime() })) === 0) return null;
    const endpoint = await tx.findOneOrFail(Endpoint, { id });
    const { url, environment } = endpoint;
    const consumerId = endpoint.consumer.id;
    await recordAudit(tx, system, {
      action: 'endpoint.stop_filter',
      targetId: id,
      consumerId,
      environment,
      changes: { filterStoppedAt: { before: null, after: at.toISOString() } },
      at,
    });
    await bumpCatalog(tx);
    return { endpointId: id, url, consumerId, environment };
  });
