import type { Loop } from '../../platform/process/wing.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Catalog } from '../catalog/catalog.service.ts';
import { PayloadChecks } from '../payload/payload-checks.service.ts';
import { Publisher } from '../publication/publish.service.ts';
import { DeliveryWorker } from './dispatch.worker.ts';
import type { OnFailed } from './settle.service.ts';
import { Signal } from './signal.ts';

/** The way from a published event to its receivers, as far as this process goes it. */
export interface Dispatch {
  publisher: Publisher;
  payloads: PayloadChecks;
  /** Says that deliveries are due, to this process and the others. */
  wake: () => void;
  /** Sends what is due. Without work there is nothing to start, and only the signal to stop. */
  loop: Loop;
}

/** Without `isWorking` there is only the publisher, which tells the workers of other processes. */
export const createDispatch = (
  parts: Parts,
  catalog: Catalog,
  options: { isWorking: boolean; postgresUrl: string | null; onFailed: OnFailed },
): Dispatch => {
  const signal = new Signal(parts.store, options.postgresUrl, parts.log);
  const payloads = new PayloadChecks();
  const worker = options.isWorking
    ? new DeliveryWorker(parts, catalog, { threads: payloads.threads, onFailed: options.onFailed })
    : null;
  const wake = () => {
    worker?.wake();
    signal.send();
  };
  return {
    publisher: new Publisher(parts, catalog, payloads, { handOff: worker, wake }),
    payloads,
    wake,
    loop: {
      start: async () => {
        await worker?.start();
        if (worker) signal.listen(() => worker.wake());
      },
      stop: async () => {
        await signal.stop();
        await worker?.stop();
        await payloads.close();
      },
    },
  };
};
