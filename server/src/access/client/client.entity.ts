import { defineEntity, p } from '@mikro-orm/core';
import type { PublicKey } from '@parley/shared/access/client';
import type { Scope } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../../platform/database/owner.ts';
import { Consumer } from '../consumer/consumer.entity.ts';

const ClientSchema = defineEntity({
  name: 'Client',
  filters: ownedBy(({ consumerId, environment }) => ({ consumer: consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    consumer: () => p.manyToOne(Consumer),
    name: p.string().length(100),
    environment: p.enum(Environment.options),
    scopes: p.json().$type<Scope[]>(),
    /** SHA-256 of the secret; `null` for a client that signs with a key of its own. */
    secretHash: p.string().length(64).nullable().hidden(),
    secretHint: p.string().length(60).nullable(),
    secretCreatedAt: p.datetime(3).nullable(),
    secretUsedAt: p.datetime(3).nullable(),
    /** The secret before, which works until its end. */
    previousHash: p.string().length(64).nullable().hidden(),
    previousHint: p.string().length(60).nullable(),
    previousCreatedAt: p.datetime(3).nullable(),
    previousEndsAt: p.datetime(3).nullable(),
    previousUsedAt: p.datetime(3).nullable(),
    publicKeys: p.json().$type<PublicKey[]>(),
    tokenSeconds: p.integer(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
    expiresAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
    /** The key or client that made it; see `ApiKey`. */
    createdByKeyId: p.string().length(40).nullable(),
    parentKeyId: p.string().length(40).nullable(),
  },
  indexes: [
    {
      name: 'client_created_by_key_id_index',
      properties: ['createdByKeyId'],
      where: { createdByKeyId: { $ne: null } },
    },
    {
      name: 'client_parent_key_id_index',
      properties: ['parentKeyId'],
      where: { parentKeyId: { $ne: null } },
    },
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'client_by_consumer_index', properties: ['consumer', 'environment', 'id'] },
    { name: 'client_by_environment_index', properties: ['environment', 'id'] },
  ],
});

/** An OAuth 2 client: it gets access tokens by client credentials. */
export class Client extends ClientSchema.class {
  status(now: Date): 'active' | 'expired' | 'revoked' {
    if (this.revokedAt) return 'revoked';
    return this.expiresAt && this.expiresAt <= now ? 'expired' : 'active';
  }

  /** Whether the secret before the present one still works. */
  hasPrevious(now: Date): boolean {
    return Boolean(this.previousHash && this.previousEndsAt && this.previousEndsAt > now);
  }
}
ClientSchema.setClass(Client);
