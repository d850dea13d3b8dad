import type { Loaded } from '@mikro-orm/core';
import { ApiKeyView, KeyOrigin } from '@parley/shared/access/api-key';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { ApiKey } from './api-key.entity.ts';

// A key of a suspended consumer is refused, whatever it says of itself.
const statusOf = (key: Loaded<ApiKey, 'consumer'>, now: Date): ApiKeyView['status'] => {
  const status = key.status(now);
  return status === 'active' && key.consumer.status === 'suspended' ? 'suspended' : status;
};

/** What a key is told by in `ETag`. By itself it is used, and ends; with its consumer it is suspended. */
export const apiKeyTag = new EntityTag(ApiKeyView, ['consumerName', 'status', 'lastUsedAt']);

/** What callers see of a key; never its secret. */
export const viewApiKey = (key: Loaded<ApiKey, 'consumer'>, now: Date): ApiKeyView => ({
  id: key.id,
  consumerId: key.consumer.id,
  consumerName: key.consumer.name,
  name: key.name,
  environment: key.environment,
  scopes: key.scopes,
  networks: key.networks ?? [],
  limits: key.limits ?? [],
  metadata: key.metadata ?? {},
  importedFrom: KeyOrigin.nullable().parse(key.importedFrom ?? null),
  leakedAt: key.leakedAt?.toISOString() ?? null,
  leakUrl: key.leakUrl ?? null,
  hint: key.hint,
  status: statusOf(key, now),
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  createdByKeyId: key.createdByKeyId ?? null,
});
