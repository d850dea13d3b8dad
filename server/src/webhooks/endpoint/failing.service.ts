import { publishOperational } from '../publication/operational.service.ts';
import type { Publisher } from '../publication/publish.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import { pauseDeliveries } from '../delivery/queue.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { system } from '../../platform/request/principal.ts';
import { Endpoint } from './endpoint.entity.ts';

/** Shares of the time to disabling, in percent, at which the owner is warned. */
const warnings = [90, 50];

type Step = { kind: 'disable' } | { kind: 'warn'; percent: number } | null;

const stepOf = (endpoint: Endpoint, now: number, disableAfterMs: number): Step => {
  const percent = ((now - (endpoint.failingSince ?? now)) / disableAfterMs) * 100;
  if (percent >= 100) return { kind: 'disable' };
  const due = warnings.find((one) => percent >= one);
  return due !== undefined && due > (endpoint.warnedPercent ?? 0) ? { kind: 'warn', percent: due } : null;
};

/** Takes the step in a transaction of its own; `false` when somebody else did or the endpoint recovered. */
const takeStep = async (parts: Parts, id: string, step: NonNullable<Step>): Promise<Endpoint | null> =>
  parts.openEm(everyone).transactional(async (tx) => {
    const endpoint = await lockRow(tx, Endpoint, { id, disabledReason: null, removedAt: null });
    if (!endpoint || endpoint.failingSince === null) return null;
    if (step.kind === 'warn' && (endpoint.warnedPercent ?? 0) >= step.percent) return null;
    if (step.kind === 'warn') endpoint.warnedPercent = step.percent;
    else endpoint.disabledReason = 'failing';
    await tx.flush();
    if (step.kind === 'disable') await pauseDeliveries(tx, id);
    await recordAudit(tx, system, {
      action: step.kind === 'disable' ? 'endpoint.disable' : 'endpoint.warn',
      targetId: id,
      consumerId: endpoint.consumer.id,
      environment: endpoint.environment,
      changes:
        step.kind === 'disable'
          ? { disabledReason: { before: null, after: 'failing' } }
          : { warnedPercent: { after: step.percent } },
      at: parts.now(),
    });
    if (step.kind === 'disable') await bumpCatalog(tx);
    return endpoint;
  });

const tell = async (parts: Parts, publisher: Publisher, endpoint: Endpoint, step: NonNullable<Step>) => {
  const disabledAt = new Date((endpoint.failingSince ?? 0) + parts.disableAfterMs);
  await publishOperational(publisher, {
    type: step.kind === 'disable' ? 'parley.endpoint_disabled' : 'parley.endpoint_failing',
    data: {
      endpointId: endpoint.id,
      url: endpoint.url,
      failingSince: new Date(endpoint.failingSince ?? 0).toISOString(),
      ...(step.kind === 'disable' ? { reason: 'failing' } : { disabledAt: disabledAt.toISOString() }),
    },
    subject: endpoint.id,
    environment: endpoint.environment,
    consumerId: endpoint.consumer.id,
    requestId: null,
    now: parts.now(),
  });
};

/**
 * Disables endpoints that have failed without a success for too long, and warns their owners at half and at nine tenths
 * of that time: in the audit, and by an event to those of their endpoints that ask for `parley.*`.
 */
export const watchFailingEndpoints = async (parts: Parts, publisher: Publisher): Promise<void> => {
  const now = parts.now().getTime();
  const first = Math.min(...warnings) / 100;
  const endpoints = await parts.openEm(everyone).find(Endpoint, {
    failingSince: { $lt: now - parts.disableAfterMs * first },
    disabledReason: null,
    removedAt: null,
  });
  for (const endpoint of endpoints) {
    const step = stepOf(endpoint, now, parts.disableAfterMs);
    const changed = step && (await takeStep(parts, endpoint.id, step));
    if (step && changed) await tell(parts, publisher, changed, step);
  }
};
