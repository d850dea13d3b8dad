import type { Parts } from '../platform/process/parts.ts';
import type { Wing, Work } from '../platform/process/wing.ts';
import { BulkChange } from './bulk-change/bulk-change.entity.ts';
import { bulkChangeRouter } from './bulk-change/bulk-change.router.ts';
import { BulkChangeWorker } from './bulk-change/bulk-change.worker.ts';
import type { Catalog } from './catalog/catalog.service.ts';
import { Attempt } from './delivery/attempt.entity.ts';
import { Delivery } from './delivery/delivery.entity.ts';
import { deliveryRouter } from './delivery/delivery.router.ts';
import type { Dispatch } from './dispatch/dispatch.service.ts';
import { WorkerProcess, WorkerSlot } from './dispatch/worker-slot.entity.ts';
import { Endpoint } from './endpoint/endpoint.entity.ts';
import { endpointRouter } from './endpoint/endpoint.router.ts';
import { watchFailingEndpoints } from './endpoint/failing.service.ts';
import { EventType, EventTypeVersion } from './event-type/event-type.entity.ts';
import { eventTypeRouter } from './event-type/event-type.router.ts';
import { EventKey } from './event/event-key.entity.ts';
import { Event } from './event/event.entity.ts';
import { eventRouter } from './event/event.router.ts';
import { removeOldAttemptCounts } from './figures/attempt-counts.service.ts';
import { AttemptHour } from './figures/attempt-hour.entity.ts';
import { figuresRouter } from './figures/figures.router.ts';
import { lineageRouter } from './lineage/lineage.router.ts';
import { recipientRouter } from './recipient/recipient.router.ts';
import { Recovery } from './recovery/recovery.entity.ts';
import { recoveryRouter } from './recovery/recovery.router.ts';
import { RecoveryWorker } from './recovery/recovery.worker.ts';
import { Retention } from './retention/retention.service.ts';
import { signatureCheckRouter } from './signature-check/signature-check.router.ts';

/** What happened, told to whom it concerns. */
export const webhooks = {
  routers: {
    eventType: eventTypeRouter,
    event: eventRouter,
    recipient: recipientRouter,
    endpoint: endpointRouter,
    delivery: deliveryRouter,
    recovery: recoveryRouter,
    bulkChange: bulkChangeRouter,
    lineage: lineageRouter,
    figures: figuresRouter,
    signatureCheck: signatureCheckRouter,
  },
  entities: [
    EventType,
    EventTypeVersion,
    Event,
    EventKey,
    Endpoint,
    Delivery,
    Recovery,
    BulkChange,
    WorkerSlot,
    WorkerProcess,
    Attempt,
    AttemptHour,
  ],
  tags: [
    ['Event types', 'The catalogue: names, meaning and schemas of events.'],
    ['Events', 'Published facts.'],
    ['Endpoints', 'URLs of consumers that want event types.'],
    ['Deliveries', 'Events on their way to endpoints, attempt by attempt.'],
    ['Recoveries', 'Jobs that send deliveries again: planned, confirmed, watched.'],
    ['Bulk changes', 'Jobs that disable or enable many endpoints: planned, confirmed, watched.'],
  ],
  work: (parts: Parts, catalog: Catalog, { publisher, payloads, wake, loop }: Dispatch): Work => {
    const retention = new Retention(parts);
    return {
      loops: [
        retention,
        loop,
        new RecoveryWorker(parts, catalog, { payloads, wake }),
        new BulkChangeWorker(parts, wake),
      ],
      chores: [
        { name: 'failing endpoints', run: () => watchFailingEndpoints(parts, publisher) },
        { name: 'retention', run: () => retention.run() },
        { name: 'old figures', run: () => removeOldAttemptCounts(parts) },
      ],
    };
  },
} satisfies Wing & { work: unknown };
