import { RecoveryView } from '@parley/shared/webhooks/recovery';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Recovery } from './recovery.entity.ts';

const endpointsShown = 100;

const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** What a recovery is told by in `ETag`: how far it has come is nobody's change. */
export const recoveryTag = new EntityTag(RecoveryView, ['sentCount']);

/** What is shown of recoveries. */
export const shownRecoveries = new PlainRows(
  Recovery,
  [
    'id',
    'environment',
    'consumerId',
    'scope',
    'status',
    'endpointIds',
    'eventTypes',
    'deliveryIds',
    'statuses',
    'leftOut',
    'since',
    'until',
    'ratePerSecond',
    'plannedCount',
    'sentCount',
    'deliveredCount',
    'unansweredCount',
    'oldestAt',
    'sample',
    'createdAt',
    'startedAt',
    'finishedAt',
  ],
  {},
);

/** What callers see of a recovery. */
export const viewRecovery = (recovery: RowIn<typeof shownRecoveries>): RecoveryView => ({
  id: recovery.id,
  environment: recovery.environment,
  consumerId: recovery.consumerId ?? null,
  scope: recovery.scope,
  status: recovery.status,
  endpointCount: recovery.endpointIds.length,
  endpointIds: recovery.endpointIds.slice(0, endpointsShown),
  eventTypes: recovery.eventTypes ?? null,
  since: isoOrNull(recovery.since),
  until: new Date(recovery.until).toISOString(),
  ratePerSecond: recovery.ratePerSecond ?? null,
  statuses: recovery.statuses ?? null,
  chosenCount: recovery.deliveryIds?.length ?? null,
  leftOut: recovery.leftOut ?? [],
  plannedCount: recovery.plannedCount,
  sentCount: recovery.sentCount ?? 0,
  oldestAt: isoOrNull(recovery.oldestAt),
  duplicates: { delivered: recovery.deliveredCount, unanswered: recovery.unansweredCount },
  sample: recovery.sample,
  createdAt: new Date(recovery.createdAt).toISOString(),
  startedAt: isoOrNull(recovery.startedAt),
  finishedAt: isoOrNull(recovery.finishedAt),
});
