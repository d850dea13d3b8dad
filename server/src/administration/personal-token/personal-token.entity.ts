import { defineEntity, p } from '@mikro-orm/core';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const PersonalTokenSchema = defineEntity({
  name: 'PersonalToken',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    staff: () => p.manyToOne(Staff).deleteRule('cascade'),
    name: p.string().length(100),
    /** SHA-256 of the secret, which has 178 random bits. */
    secretHash: p.string().length(64).unique().hidden(),
    lastFour: p.string().length(4),
    /** Separated by blanks. What counts is what the person may at the moment of a call. */
    scopes: p.string().length(2000),
    expiresAt: p.datetime(3),
    createdAt: p.datetime(3),
    /** To the minute. */
    lastUsedAt: p.datetime(3).nullable(),
    lastUsedPeer: p.string().length(64).nullable(),
    revokedAt: p.datetime(3).nullable(),
  },
});

/** A secret that calls for a person, with a part of what they may do. */
export class PersonalToken extends PersonalTokenSchema.class {
  status(now: Date): 'active' | 'expired' | 'revoked' {
    if (this.revokedAt) return 'revoked';
    return this.expiresAt > now ? 'active' : 'expired';
  }
}
PersonalTokenSchema.setClass(PersonalToken);
