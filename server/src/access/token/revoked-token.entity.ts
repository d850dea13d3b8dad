import { defineEntity, p } from '@mikro-orm/core';

const RevokedTokenSchema = defineEntity({
  name: 'RevokedToken',
  properties: {
    /** The `jti` of the token. */
    id: p.string().length(40).primary(),
    expiresAt: p.datetime(3).index(),
  },
});

/** An access token that its client revoked. Kept until the token has ended by itself. */
export class RevokedToken extends RevokedTokenSchema.class {}
RevokedTokenSchema.setClass(RevokedToken);
