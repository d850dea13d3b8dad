import { defineEntity, p } from '@mikro-orm/core';
import type { Limit } from '@parley/shared/access/limit';
import { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';
import { Consumer } from '../consumer/consumer.entity.ts';
import { ownedBy } from '../../platform/database/owner.ts';

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  filters: ownedBy(({ consumerId, environment }) => ({ consumer: consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    consumer: () => p.manyToOne(Consumer),
    name: p.string().length(100),
    environment: p.enum(Environment.options),
    scopes: p.json().$type<Scope[]>(),
    /** SHA-256 of the secret, which has 178 random bits. */
    secretHash: p.string().length(64).unique().hidden(),
    /** Start and last four characters of the secret. */
    hint: p.string().length(60),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
    /** The key that replaced it: a key is replaced once. */
    successorId: p.string().length(40).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
    /** The key that was shown the secret of this one. Whoever revokes it revokes this one too. */
    createdByKeyId: p.string().length(40).nullable(),
    /** The key below which this one stands: the one that made it, or the successor of that. Revoked with it as well. */
    parentKeyId: p.string().length(40).nullable(),
    /** Whence it may be used, within what the plan allows; `null` for wherever that is. */
    networks: p.json().$type<string[]>().nullable(),
    /** Limits of this key alone, beside those of the plan. */
    limits: p.json().$type<Limit[]>().nullable(),
    metadata: p.json().$type<Record<string, string>>().nullable(),
    /** Where it came from with its hash, such as `unkey`; such a key has a form of its own. */
    importedFrom: p.string().length(20).nullable(),
    /** When somebody reported to have found it, and where. */
    leakedAt: p.datetime(3).nullable(),
    leakUrl: p.string().length(2048).nullable(),
  },
  indexes: [
    {
      name: 'api_key_created_by_key_id_index',
      properties: ['createdByKeyId'],
      where: { createdByKeyId: { $ne: null } },
    },
    {
      name: 'api_key_parent_key_id_index',
      properties: ['parentKeyId'],
      where: { parentKeyId: { $ne: null } },
    },
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'api_key_by_consumer_index', properties: ['consumer', 'environment', 'id'] },
    { name: 'api_key_by_environment_index', properties: ['environment', 'id'] },
  ],
});

/** A secret that a consumer holds. */
export class ApiKey extends ApiKeySchema.class {
  status(now: Date): 'active' | 'expired' | 'revoked' {
    if (this.revokedAt) return 'revoked';
    return this.expiresAt && this.expiresAt <= now ? 'expired' : 'active';
  }
}
ApiKeySchema.setClass(ApiKey);
