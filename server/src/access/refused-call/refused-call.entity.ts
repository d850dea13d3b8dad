import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../../platform/database/owner.ts';

const RefusedCallSchema = defineEntity({
  name: 'RefusedCall',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    /** A key or a client. */
    keyId: p.string().length(40).primary(),
    code: p.string().length(60).primary(),
    /** In words: which limit, which scope, which address. */
    reason: p.string().length(200).primary(),
    /** Empty where it was refused before that was looked at. */
    operation: p.string().length(100).primary(),
    keyName: p.string().length(100),
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    calls: p.bigint('number'),
    /** Milliseconds since 1970. */
    firstAt: p.bigint('number'),
    lastAt: p.bigint('number'),
  },
  indexes: [
    { name: 'refused_call_by_consumer_index', properties: ['consumerId', 'environment', 'lastAt'] },
    { name: 'refused_call_by_last_index', properties: ['lastAt'] },
  ],
});

/** Calls of one credential that were refused for one reason. */
export class RefusedCall extends RefusedCallSchema.class {}
RefusedCallSchema.setClass(RefusedCall);
