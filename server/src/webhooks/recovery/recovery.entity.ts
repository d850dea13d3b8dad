import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { RecoveryScope, RecoveryStatus } from '@parley/shared/webhooks/recovery';
import { ownedBy } from '../../platform/database/owner.ts';

const RecoverySchema = defineEntity({
  name: 'Recovery',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    environment: p.enum(Environment.options),
    /** Owner of all of its endpoints; `null` when they have several. */
    consumerId: p.string().length(40).nullable(),
    scope: p.enum(RecoveryScope.options),
    status: p.enum(RecoveryStatus.options),
    endpointIds: p.json().$type<string[]>(),
    eventTypes: p.json().$type<string[]>().nullable(),
    /** These deliveries and no others; `null` for all that fit. */
    deliveryIds: p.json().$type<string[]>().nullable(),
    /** Only deliveries that had one of these when it was planned and have it when they are sent; `null` for all of the scope. */
    statuses: p.json().$type<DeliveryStatus[]>().nullable(),
    /** What was asked for and is not sent, and why. */
    leftOut: p.json().$type<{ reason: string; count: number }[]>().nullable(),
    since: p.bigint('number').nullable(),
    until: p.bigint('number'),
    ratePerSecond: p.integer().nullable(),
    plannedCount: p.integer(),
    sentCount: p.integer().default(0),
    deliveredCount: p.integer(),
    unansweredCount: p.integer(),
    oldestAt: p.bigint('number').nullable(),
    sample: p.json().$type<{ eventId: string; eventType: string; endpointId: string; at: string }[]>(),
    /** Index of the endpoint that it is at, and the last row of it that it took. */
    position: p.integer().default(0),
    cursor: p.string().length(40).nullable(),
    /** When a worker may take its next step, in milliseconds; while one works on it, when that claim runs out. */
    nextStepAt: p.bigint('number'),
    /** Steps that were begun since the latest that was taken. */
    tries: p.integer().default(0),
    createdAt: p.bigint('number'),
    startedAt: p.bigint('number').nullable(),
    finishedAt: p.bigint('number').nullable(),
  },
  indexes: [
    { properties: ['status', 'nextStepAt'] },
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'recovery_by_consumer_index', properties: ['consumerId', 'environment', 'status', 'id'] },
    { name: 'recovery_by_status_index', properties: ['environment', 'status', 'id'] },
  ],
});

/** A job that sends deliveries again. */
export class Recovery extends RecoverySchema.class {}
RecoverySchema.setClass(Recovery);
