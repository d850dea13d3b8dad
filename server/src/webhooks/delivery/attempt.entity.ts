import { defineEntity, p } from '@mikro-orm/core';
import { ownedBy } from '../../platform/database/owner.ts';
import { Delivery } from './delivery.entity.ts';

const AttemptSchema = defineEntity({
  name: 'Attempt',
  filters: ownedBy(({ consumerId, environment }) => ({ delivery: { consumerId, environment } })),
  properties: {
    id: p.string().length(40).primary(),
    delivery: () => p.manyToOne(Delivery).index(false).createForeignKeyConstraint(false),
    number: p.integer(),
    trigger: p.enum(['schedule', 'manual', 'recovery'] as const),
    outcome: p.enum(['delivered', 'refused', 'unreachable', 'blocked'] as const),
    url: p.string().length(2000),
    startedAt: p.bigint('number'),
    /** Parts of the duration, from its beginning; nothing without an answer, and in attempts of before they were kept. */
    connectMs: p.float().nullable(),
    firstByteMs: p.float().nullable(),
    durationMs: p.float(),
    responseStatus: p.integer().nullable(),
    /** JSON object. */
    responseHeaders: p.text().nullable(),
    responseBody: p.text().nullable(),
    error: p.string().length(500).nullable(),
  },
  indexes: [{ properties: ['delivery'] }],
});

/** One HTTP POST and what came back. Immutable. */
export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt);
