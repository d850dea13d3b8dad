import { ApiKeyView, KeyOrigin } from '@parley/shared/access/api-key';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { ApiKey, keyStatusAt } from './api-key.entity.ts';

/** What is shown of keys, and of whom they are. */
export const shownKeys = new PlainRows(
  ApiKey,
  [
    'id',
    'name',
    'environment',
    'scopes',
    'hint',
    'createdAt',
    'expiresAt',
    'revokedAt',
    'lastUsedAt',
    'createdByKeyId',
    'networks',
    'limits',
    'metadata',
    'importedFrom',
    'leakedAt',
    'leakUrl',
  ],
  { consumer: ['id', 'name', 'status'] },
);
type ShownKey = RowIn<typeof shownKeys>;

// A key of a suspended consumer is refused, whatever it says of itself.
const statusOf = (key: ShownKey, now: Date): ApiKeyView['status'] => {
  const status = keyStatusAt(key, now);
  return status === 'active' && key.consumer.status === 'suspended' ? 'suspended' : status;
};

/** What a key is told by in `ETag`. By itself it is used, and ends; with its consumer it is suspended. */
export const apiKeyTag = new EntityTag(ApiKeyView, ['consumerName', 'status', 'lastUsedAt']);

/** What callers see of a key; never its secret. */
export const viewApiKey = (key: ShownKey, now: Date): ApiKeyView => ({
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
