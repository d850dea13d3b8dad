import { EndpointView } from '@parley/shared/webhooks/endpoint';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { Endpoint } from './endpoint.entity.ts';
import { healthOf } from './health.service.ts';

/** What is shown of endpoints, and of whom they are; never their secrets. */
export const shownEndpoints = new PlainRows(
  Endpoint,
  [
    'id',
    'environment',
    'url',
    'description',
    'eventTypes',
    'headerNames',
    'rateLimitPerSecond',
    'ordered',
    'filter',
    'filterStoppedAt',
    'schemaVersions',
    'retrySchedule',
    'signatures',
    'publicKey',
    'disabledReason',
    'pausedUntil',
    'failingSince',
    'previousSecretExpiresAt',
    'failureStreak',
    'recentWindow',
    'recentDelivered',
    'recentFailed',
    'earlierDelivered',
    'earlierFailed',
    'lastSuccessAt',
    'lastFailureAt',
    'createdAt',
    'updatedAt',
  ],
  { consumer: ['id', 'name', 'status'] },
);
export type ShownEndpoint = RowIn<typeof shownEndpoints>;

/** What an endpoint is told by in `ETag`: what its receiver makes of it is nobody's change. */
export const endpointTag = new EntityTag(EndpointView, [
  'consumerName',
  'health',
  'recentAttempts',
  'pausedUntil',
  'failingSince',
  'previousSecretExpiresAt',
  'failureStreak',
  'lastSuccessAt',
  'lastFailureAt',
]);

const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** What callers see of an endpoint; never its secrets. */
export const viewEndpoint = (endpoint: ShownEndpoint, now: Date): EndpointView => ({
  id: endpoint.id,
  consumerId: endpoint.consumer.id,
  consumerName: endpoint.consumer.name,
  environment: endpoint.environment,
  url: endpoint.url,
  description: endpoint.description ?? null,
  eventTypes: endpoint.eventTypes,
  headerNames: endpoint.headerNames,
  rateLimitPerSecond: endpoint.rateLimitPerSecond ?? null,
  ordered: endpoint.ordered ?? false,
  filter: endpoint.filter ? JSON.parse(endpoint.filter) : null,
  filterStoppedAt: isoOrNull(endpoint.filterStoppedAt),
  schemaVersions: endpoint.schemaVersions,
  retrySchedule: endpoint.retrySchedule ?? null,
  signatures: endpoint.signatures,
  publicKey: endpoint.signatures.includes('v1a') ? (endpoint.publicKey ?? null) : null,
  status: endpoint.disabledReason ? 'disabled' : 'active',
  disabledReason: endpoint.disabledReason ?? null,
  ...healthOf(endpoint, now),
  pausedUntil:
    (endpoint.pausedUntil ?? 0) > now.getTime() && !endpoint.disabledReason
      ? isoOrNull(endpoint.pausedUntil)
      : null,
  failingSince: isoOrNull(endpoint.failingSince),
  previousSecretExpiresAt:
    endpoint.previousSecretExpiresAt && endpoint.previousSecretExpiresAt > now
      ? endpoint.previousSecretExpiresAt.toISOString()
      : null,
  failureStreak: endpoint.failureStreak ?? 0,
  lastSuccessAt: isoOrNull(endpoint.lastSuccessAt),
  lastFailureAt: isoOrNull(endpoint.lastFailureAt),
  createdAt: endpoint.createdAt.toISOString(),
  updatedAt: endpoint.updatedAt.toISOString(),
});
