import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { staffOnly } from '../../platform/database/owner.ts';
import { Consumer } from '../consumer/consumer.entity.ts';
import { Issuer } from './issuer.entity.ts';

const IssuerConsumerSchema = defineEntity({
  name: 'IssuerConsumerRow',
  tableName: 'issuer_consumer',
  filters: staffOnly,
  properties: {
    /** Calls with such tokens are counted by it, as those of a key are by the id of the key. */
    id: p.string().length(40).primary(),
    issuer: () => p.manyToOne(Issuer).deleteRule('cascade'),
    value: p.string().length(200),
    environment: p.enum(Environment.options),
    consumer: () => p.manyToOne(Consumer),
    lastUsedAt: p.datetime(3).nullable(),
  },
  uniques: [{ name: 'issuer_consumer_of_value', properties: ['issuer', 'value', 'environment'] }],
});

/** Which consumer a value of the claim is, in one environment. */
export class IssuerConsumerRow extends IssuerConsumerSchema.class {}
IssuerConsumerSchema.setClass(IssuerConsumerRow);
