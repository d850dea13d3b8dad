import { defineEntity, p } from '@mikro-orm/core';
import { ownedBy, staffOnly } from '../../platform/database/owner.ts';

const LimitCounterSchema = defineEntity({
  name: 'LimitCounter',
  filters: staffOnly,
  properties: {
    /** Whose counter it is, of which calls, in which window or period. */
    id: p.string().length(200).primary(),
    /** Calls that are counted now. */
    used: p.bigint('number'),
    /** Of a window: the time of the latest decision, by a clock that never goes back, and how far that is ahead. */
    lastAt: p.bigint('number'),
    shift: p.bigint('number'),
    /** When nothing of it counts any more, in milliseconds since 1970. */
    endsAt: p.bigint('number'),
  },
  indexes: [{ name: 'limit_counter_by_end_index', properties: ['endsAt'] }],
});

/** How many calls a limit has counted, where that is not in memory alone. */
export class LimitCounter extends LimitCounterSchema.class {}
LimitCounterSchema.setClass(LimitCounter);

const LimitCallSchema = defineEntity({
  name: 'LimitCall',
  filters: ownedBy(() => ({ counterId: null })),
  properties: {
    counterId: p.string().length(200).primary(),
    /** Milliseconds by the clock of the counter. */
    at: p.bigint('number').primary(),
    calls: p.integer(),
  },
});

/** Calls of one millisecond that a window counts; where processes count in the database. */
export class LimitCall extends LimitCallSchema.class {}
LimitCallSchema.setClass(LimitCall);
