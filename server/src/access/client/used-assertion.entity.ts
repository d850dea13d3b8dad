import { defineEntity, p } from '@mikro-orm/core';

const UsedAssertionSchema = defineEntity({
  name: 'UsedAssertion',
  properties: {
    /** SHA-256 of the client and the `jti`. */
    id: p.string().length(64).primary(),
    expiresAt: p.datetime(3).index(),
  },
});

/** An assertion that a client signed and used: it says who it is once. Kept until it has ended by itself. */
export class UsedAssertion extends UsedAssertionSchema.class {}
UsedAssertionSchema.setClass(UsedAssertion);
