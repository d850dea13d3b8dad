import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../database/owner.ts';

const FieldUsageSchema = defineEntity({
  name: 'FieldUsage',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    keyId: p.string().length(40).primary(),
    /** Slug of the API. */
    api: p.string().length(64).primary(),
    /** Method and path as the contract has them, such as `GET /v1/deliveries`. */
    operation: p.string().length(300).primary(),
    /** The contract version that was served; empty before it is known. */
    versionId: p.string().length(40).primary(),
    /** Start of the hour, in milliseconds. */
    hour: p.bigint('number').primary(),
    /** Where and name, such as `query.status` or `body.items[].sku`; empty for the call itself. Never a value. */
    field: p.string().length(200).primary(),
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    calls: p.integer(),
    errors: p.integer(),
    /** Milliseconds. */
    lastAt: p.bigint('number'),
  },
  indexes: [{ properties: ['api', 'hour'] }, { properties: ['consumerId', 'hour'] }],
});

/** How often a key called an operation within one hour, and with which fields. */
export class FieldUsage extends FieldUsageSchema.class {}
FieldUsageSchema.setClass(FieldUsage);
