import { defineEntity, p } from '@mikro-orm/core';

const SignInThrottleSchema = defineEntity({
  name: 'SignInThrottle',
  properties: {
    /** What is guessed at or who guesses, such as `account:<sha256 of the address>` or `peer:<address>`. */
    id: p.string().length(120).primary(),
    /** Tries since the latest success or an hour of silence, those under way included. */
    tries: p.integer(),
    /** Milliseconds, here and below. */
    blockedUntil: p.bigint('number').nullable(),
    updatedAt: p.bigint('number'),
  },
  indexes: [{ properties: ['updatedAt'] }],
});

/** How often a password was tried lately, for one account or from one address. */
export class SignInThrottle extends SignInThrottleSchema.class {}
SignInThrottleSchema.setClass(SignInThrottle);
