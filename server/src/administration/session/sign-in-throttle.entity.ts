import { defineEntity, p } from '@mikro-orm/core';

const SignInThrottleSchema = defineEntity({
  name: 'SignInThrottle',
  properties: {
    /** `account:<sha256 of the address>` or `peer:<address>`. */
    id: p.string().length(120).primary(),
    failures: p.integer(),
    blockedUntil: p.datetime(3).nullable(),
    updatedAt: p.datetime(3),
  },
});

/** How often signing in failed lately, for one account or from one address. */
export class SignInThrottle extends SignInThrottleSchema.class {}
SignInThrottleSchema.setClass(SignInThrottle);
