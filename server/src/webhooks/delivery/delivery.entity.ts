import { defineEntity, p } from '@mikro-orm/core';
import { DeliveryStatus, type SetAsideReason } from '@parley/shared/webhooks/delivery';
import { Environment } from '@parley/shared/words/environment';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { Event } from '../event/event.entity.ts';
import { ownedBy } from '../../platform/database/owner.ts';

const DeliverySchema = defineEntity({
  name: 'Delivery',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    // Without constraints, here and for attempts: rows are written with their parents in one transaction and removed before
    // them, and checking each row again costs a third of all that an insert does.
    event: () => p.manyToOne(Event).index(false).createForeignKeyConstraint(false),
    endpoint: () => p.manyToOne(Endpoint).index(false).createForeignKeyConstraint(false),
    /** Owner of the endpoint, repeated here for the owner filter. */
    consumerId: p.string().length(40),
    environment: p.enum(Environment.options),
    eventType: p.string().length(128),
    status: p.enum(DeliveryStatus.options),
    attemptCount: p.integer(),
    /** Subject of the event where the endpoint asks for order: the next of this key waits for the one before. */
    orderKey: p.string().length(200).nullable(),
    nextTrigger: p.enum(['schedule', 'manual', 'recovery'] as const),
    /** When it may be claimed, in milliseconds; while it is claimed, when the claim runs out. `null`: nothing to do. */
    dueAt: p.bigint('number').nullable(),
    /** The worker that holds the claim. */
    leaseOwner: p.string().length(40).nullable(),
    /** How often a process died that held the claim, since an attempt last ended. */
    abandonedCount: p.integer().default(0),
    /** Why nothing is tried any more although the schedule is not used up. */
    setAside: p.string().length(20).$type<SetAsideReason>().nullable(),
    lastResponseStatus: p.integer().nullable(),
    lastError: p.string().length(500).nullable(),
    /** The recovery that made it due again last. */
    recoveryId: p.string().length(40).nullable(),
    createdAt: p.bigint('number'),
    completedAt: p.bigint('number').nullable(),
  },
  indexes: [
    { name: 'delivery_due_index', properties: ['endpoint', 'dueAt'], where: { dueAt: { $ne: null } } },
    // What people asked for and is not begun: nearly always empty, and looked at with every claim.
    {
      name: 'delivery_by_hand_index',
      properties: ['dueAt'],
      where: "next_trigger = 'manual' and due_at is not null",
    },
    // Only what is undone: small, and gone through to find the first of each key.
    {
      name: 'delivery_order_index',
      properties: ['endpoint', 'orderKey', 'id'],
      where: 'order_key is not null and completed_at is null',
    },
    { properties: ['event'] },
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'delivery_by_endpoint_index', properties: ['endpoint', 'status', 'id'] },
    { name: 'delivery_by_consumer_index', properties: ['consumerId', 'environment', 'status', 'id'] },
    { name: 'delivery_by_status_index', properties: ['environment', 'status', 'id'] },
    { name: 'delivery_by_type_index', properties: ['environment', 'eventType', 'id'] },
    { name: 'delivery_set_aside_index', properties: ['setAside', 'id'], where: 'set_aside is not null' },
  ],
});

/** One event on its way to one endpoint. */
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);
