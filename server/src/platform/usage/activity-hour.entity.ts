import { defineEntity, p } from '@mikro-orm/core';
import type { Environment } from '@parley/shared/words/environment';

const ActivityHourSchema = defineEntity({
  name: 'ActivityHour',
  properties: {
    // Not an enum column: as part of a primary key, SQLite's would differ from its own migration for ever.
    environment: p.string().length(10).$type<Environment>().primary(),
    /** Start of the hour, in milliseconds. */
    hour: p.bigint('number').primary(),
    /** Events published. */
    events: p.integer(),
    /** Attempts that got a 2xx. */
    delivered: p.integer(),
    /** Attempts that did not. */
    failed: p.integer(),
  },
});

/** What happened in one hour of one environment; counted in the transactions that make it happen. */
export class ActivityHour extends ActivityHourSchema.class {}
ActivityHourSchema.setClass(ActivityHour);
