import { defineEntity, p } from '@mikro-orm/core';

const AttemptHourSchema = defineEntity({
  name: 'AttemptHour',
  properties: {
    /** An endpoint by its id, or an environment and an event type, such as `live invoice.generated`. */
    subject: p.string().length(200).primary(),
    /** Start of the hour, in milliseconds. */
    hour: p.bigint('number').primary(),
    /** 1 for attempts that got a 2xx, 0 for the others. */
    isDelivered: p.integer().primary(),
    /** Bucket of their durations, see `histogram.ts`. */
    bucket: p.integer().primary(),
    attempts: p.integer(),
  },
  indexes: [{ properties: ['hour'] }],
});

/** How many attempts of one hour ended in which way and took how long; counted in the transactions that record them. */
export class AttemptHour extends AttemptHourSchema.class {}
AttemptHourSchema.setClass(AttemptHour);
