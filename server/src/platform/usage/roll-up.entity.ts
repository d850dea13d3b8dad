import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../database/owner.ts';

const KeyHourSchema = defineEntity({
  name: 'KeyHour',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    keyId: p.string().length(40).primary(),
    /** Start of the hour, in milliseconds. */
    hour: p.bigint('number').primary(),
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    calls: p.integer(),
    errors: p.integer(),
  },
  indexes: [{ name: 'key_hour_by_consumer_index', properties: ['consumerId', 'environment', 'hour'] }],
});

/** How often a key called within one hour, by all doors and whatever it called. */
export class KeyHour extends KeyHourSchema.class {}
KeyHourSchema.setClass(KeyHour);

const CallDaySchema = defineEntity({
  name: 'CallDay',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    consumerId: p.string().length(40).primary(),
    // Not an enum column: as part of a primary key, SQLite's would differ from its own migration for ever.
    environment: p.string().length(10).$type<Environment>().primary(),
    /** Start of the day in UTC, in milliseconds. */
    day: p.bigint('number').primary(),
    /** Slug of the API. */
    api: p.string().length(64).primary(),
    /** The contract version that was served; empty before it is known. */
    versionId: p.string().length(40).primary(),
    /** Method and path as the contract has them. */
    operation: p.string().length(300).primary(),
    calls: p.integer(),
    errors: p.integer(),
    /** Milliseconds. */
    lastAt: p.bigint('number'),
  },
  indexes: [
    {
      name: 'call_day_by_operation_index',
      properties: ['api', 'versionId', 'environment', 'operation', 'day'],
    },
  ],
});

/** How often a consumer called an operation of a contract within one day. */
export class CallDay extends CallDaySchema.class {}
CallDaySchema.setClass(CallDay);

const VersionDaySchema = defineEntity({
  name: 'VersionDay',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    /** Slug of the API. */
    api: p.string().length(64).primary(),
    /** The contract version that was served; empty before it is known. */
    versionId: p.string().length(40).primary(),
    /** Start of the day in UTC, in milliseconds. */
    day: p.bigint('number').primary(),
    consumerId: p.string().length(40).primary(),
    environment: p.string().length(10).$type<Environment>().primary(),
    calls: p.integer(),
    errors: p.integer(),
    /** Milliseconds. */
    lastAt: p.bigint('number'),
  },
});

/** How often a consumer called a contract version within one day, whichever operations. */
export class VersionDay extends VersionDaySchema.class {}
VersionDaySchema.setClass(VersionDay);
