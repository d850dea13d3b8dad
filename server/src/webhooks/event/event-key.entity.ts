import { defineEntity, p } from '@mikro-orm/core';
import type { Environment } from '@parley/shared/words/environment';

const EventKeySchema = defineEntity({
  name: 'EventKey',
  properties: {
    publisherId: p.string().length(40).primary(),
    // Not an enum column: as part of a primary key, SQLite's would differ from its own migration for ever.
    environment: p.string().length(10).$type<Environment>().primary(),
    clientId: p.string().length(128).primary(),
    eventId: p.string().length(40),
  },
});

/**
 * A publisher's own event id, unique in its environment. A table of its own: on PostgreSQL events are partitioned by
 * time, and no index of a partitioned table can be unique over all of it.
 */
export class EventKey extends EventKeySchema.class {}
EventKeySchema.setClass(EventKey);
