import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../database/owner.ts';

const UsageSchema = defineEntity({
  name: 'Usage',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    keyId: p.string().length(40).primary(),
    operation: p.string().length(100).primary(),
    /** Start of the hour, in milliseconds. */
    hour: p.bigint('number').primary(),
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    calls: p.integer(),
    errors: p.integer(),
  },
});

/** How often a key called an operation within one hour. */
export class Usage extends UsageSchema.class {}
UsageSchema.setClass(Usage);
