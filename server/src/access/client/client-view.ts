import type { Loaded } from '@mikro-orm/core';
import { ClientView } from '@parley/shared/access/client';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { Client } from './client.entity.ts';

type Found = Loaded<Client, 'consumer'>;

// A client of a suspended consumer is refused, whatever it says of itself.
const statusOf = (client: Found, now: Date): ClientView['status'] => {
  const status = client.status(now);
  return status === 'active' && client.consumer.status === 'suspended' ? 'suspended' : status;
};

/** What a client is told by in `ETag`. By itself it is used, ends, and loses a secret; with its consumer it is suspended. */
export const clientTag = new EntityTag(ClientView, ['consumerName', 'status', 'lastUsedAt', 'secrets']);

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

const secretsOf = (client: Found, now: Date): ClientView['secrets'] => {
  const { secretHint, secretCreatedAt, previousHint, previousCreatedAt } = client;
  const secrets: ClientView['secrets'] = [];
  if (secretHint && secretCreatedAt)
    secrets.push({
      hint: secretHint,
      createdAt: secretCreatedAt.toISOString(),
      endsAt: null,
      lastUsedAt: iso(client.secretUsedAt),
    });
  if (previousHint && previousCreatedAt && client.hasPrevious(now))
    secrets.push({
      hint: previousHint,
      createdAt: previousCreatedAt.toISOString(),
      endsAt: iso(client.previousEndsAt),
      lastUsedAt: iso(client.previousUsedAt),
    });
  return secrets;
};

/** What callers see of a client; never its secret. */
export const viewClient = (client: Found, now: Date): ClientView => ({
  id: client.id,
  consumerId: client.consumer.id,
  consumerName: client.consumer.name,
  name: client.name,
  environment: client.environment,
  scopes: client.scopes,
  authentication: client.secretHash ? 'secret' : 'private_key',
  secrets: secretsOf(client, now),
  publicKeys: client.publicKeys,
  tokenSeconds: client.tokenSeconds,
  status: statusOf(client, now),
  createdAt: client.createdAt.toISOString(),
  updatedAt: client.updatedAt.toISOString(),
  expiresAt: iso(client.expiresAt),
  revokedAt: iso(client.revokedAt),
  lastUsedAt: iso(client.lastUsedAt),
  createdByKeyId: client.createdByKeyId ?? null,
});
