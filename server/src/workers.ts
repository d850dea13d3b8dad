import type { Catalog } from './webhooks/catalog/catalog.service.ts';
import { DeliveryWorker } from './webhooks/delivery/delivery.worker.ts';
import { Signal } from './webhooks/delivery/signal.service.ts';
import { watchFailingEndpoints } from './webhooks/endpoint/failing.service.ts';
import { Publisher } from './webhooks/event/publish.service.ts';
import { HousekeepingWorker } from './platform/process/housekeeping.worker.ts';
import { Retention } from './webhooks/retention/retention.service.ts';
import { removeExpiredRecords } from './platform/idempotency/idempotency.service.ts';
import type { Parts } from './platform/process/parts.ts';
import { RecoveryWorker } from './webhooks/recovery/recovery.worker.ts';
import { removeOldFieldUsage } from './platform/usage/field-usage.service.ts';

/** What goes on in the background of a process, and the publisher that hands fresh deliveries to it. */
export interface Workers {
  publisher: Publisher;
  /** Says that deliveries are due, to this process and the others. */
  wake: () => void;
  /** One round of the chores now; they run every minute by themselves. */
  tidy: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends in order: what is under way is recorded, the rest is given back. */
  stop: () => Promise<void>;
}

/** Makes the workers. Without `isWorking` there is only the publisher, which tells the workers of other processes. */
export const createWorkers = (
  parts: Parts,
  catalog: Catalog,
  options: { isWorking: boolean; postgresUrl: string | null },
): Workers => {
  const signal = new Signal(parts.store, options.postgresUrl, parts.log);
  const delivery = options.isWorking ? new DeliveryWorker(parts, catalog) : null;
  const wake = () => {
    delivery?.wake();
    signal.send();
  };
  const publisher = new Publisher(parts, catalog, delivery, wake);
  if (!delivery)
    return { publisher, wake, tidy: async () => {}, start: async () => {}, stop: async () => signal.stop() };

  const recovery = new RecoveryWorker(parts, catalog, wake);
  const retention = new Retention(parts);
  const housekeeping = new HousekeepingWorker(parts.log, [
    { name: 'idempotency records', run: () => removeExpiredRecords(parts) },
    { name: 'usage', run: () => removeOldFieldUsage(parts) },
    { name: 'failing endpoints', run: () => watchFailingEndpoints(parts, publisher) },
    { name: 'retention', run: () => retention.run() },
  ]);
  return {
    publisher,
    wake,
    tidy: async () => housekeeping.run(),
    start: async () => {
      await retention
        .prepare()
        .catch((error: unknown) => parts.log.warn({ err: error }, 'could not make partitions, trying again'));
      await delivery.start();
      signal.listen(() => delivery.wake());
      housekeeping.start();
      recovery.start();
    },
    stop: async () => {
      await housekeeping.stop();
      await recovery.stop();
      await signal.stop();
      await delivery.stop();
    },
  };
};
