import { defineEntity, p } from '@mikro-orm/core';
import { BulkAction, BulkStatus } from '@parley/shared/webhooks/bulk-change';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../../platform/database/owner.ts';

const BulkChangeSchema = defineEntity({
  name: 'BulkChange',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    environment: p.enum(Environment.options),
    /** Of the key that planned it; `null` when staff did. */
    consumerId: p.string().length(40).nullable(),
    /** The person or the key that planned it, and what they are called. */
    actorId: p.string().length(40),
    actorName: p.string().length(254),
    action: p.enum(BulkAction.options),
    status: p.enum(BulkStatus.options),
    /** Found when it was planned; what comes later is none of them. */
    endpointIds: p.json().$type<string[]>(),
    leftOut: p.json().$type<{ reason: string; count: number }[]>(),
    sample: p.json().$type<{ endpointId: string; url: string; consumerName: string }[]>(),
    failures: p.json().$type<{ endpointId: string; reason: string }[]>(),
    /** How many of the endpoints it has gone through, and how many of those it changed. */
    position: p.integer().default(0),
    changedCount: p.integer().default(0),
    /** When a worker may take its next step, in milliseconds; while one works on it, when that claim runs out. */
    nextStepAt: p.bigint('number'),
    /** Steps that were begun since the latest that was taken. */
    tries: p.integer().default(0),
    createdAt: p.bigint('number'),
    finishedAt: p.bigint('number').nullable(),
    /** Why it was ended by nobody, in words. */
    endReason: p.string().length(300).nullable(),
  },
  indexes: [
    { properties: ['status', 'nextStepAt'] },
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'bulk_change_by_consumer_index', properties: ['consumerId', 'environment', 'id'] },
    { name: 'bulk_change_by_environment_index', properties: ['environment', 'id'] },
  ],
});

/** A job that disables or enables many endpoints. */
export class BulkChange extends BulkChangeSchema.class {}
BulkChangeSchema.setClass(BulkChange);
