import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../../platform/database/owner.ts';

const KeyCallerSchema = defineEntity({
  name: 'KeyCaller',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    keyId: p.string().length(40).primary(),
    /** The address. */
    peer: p.string().length(45).primary(),
    /** The User-Agent, cut; empty where it sent none. */
    agent: p.string().length(200).primary(),
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    calls: p.bigint('number'),
    /** Milliseconds since 1970. */
    firstAt: p.bigint('number'),
    lastAt: p.bigint('number'),
  },
  indexes: [{ name: 'key_caller_by_last_index', properties: ['lastAt'] }],
});

/** Who called with a key: an address and a program. */
export class KeyCaller extends KeyCallerSchema.class {}
KeyCallerSchema.setClass(KeyCaller);
