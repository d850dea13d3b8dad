import { defineEntity, p } from '@mikro-orm/core';

const IdempotencyRecordSchema = defineEntity({
  name: 'IdempotencyRecord',
  properties: {
    /** SHA-256 of caller, operation and key. */
    id: p.string().length(64).primary(),
    requestHash: p.string().length(64),
    status: p.integer(),
    /** The sealed answer: it may hold a secret that is shown once. */
    answerBox: p.text(),
    expiresAt: p.bigint('number'),
  },
  indexes: [{ properties: ['expiresAt'] }],
});

/** The answer to a request that came with an Idempotency-Key, kept for 24 hours. */
export class IdempotencyRecord extends IdempotencyRecordSchema.class {}
IdempotencyRecordSchema.setClass(IdempotencyRecord);
