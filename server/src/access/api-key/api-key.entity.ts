import { defineEntity, p } from '@mikro-orm/core';
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
  },
});

/** A secret that a consumer holds. */
export class ApiKey extends ApiKeySchema.class {
  status(now: Date): 'active' | 'expired' | 'revoked' {
    if (this.revokedAt) return 'revoked';
    return this.expiresAt && this.expiresAt <= now ? 'expired' : 'active';
  }
}
ApiKeySchema.setClass(ApiKey);
