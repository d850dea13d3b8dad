import { access } from './access/access.ts';
import { administration } from './administration/administration.ts';
import type { FailureTally } from './monitoring/issue/failure-tally.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { platform } from './platform/platform.ts';
import { Chores } from './platform/process/chores.ts';
import type { Parts } from './platform/process/parts.ts';
import type { Loop } from './platform/process/wing.ts';
import type { Catalog } from './webhooks/catalog/catalog.service.ts';
import type { Dispatch } from './webhooks/dispatch/dispatch.service.ts';
import { webhooks } from './webhooks/webhooks.ts';

/** What goes on in the background of a process. */
export interface Workers extends Loop {
  /** One round of the chores now; they run every minute by themselves. */
  tidy: () => Promise<void>;
  choreNames: readonly string[];
}

/** The loops and chores of all wings. Without `isWorking` nothing goes on but the dispatch of what is published here. */
export const createWorkers = (
  parts: Parts,
  catalog: Catalog,
  dispatch: Dispatch,
  { isWorking, failures }: { isWorking: boolean; failures: FailureTally },
): Workers => {
  const works = isWorking
    ? [
        platform.work(parts),
        administration.work(parts),
        access.work(parts),
        // Stopped after the deliveries, whose last failures it writes down.
        monitoring.work({ parts, publisher: dispatch.publisher }, failures),
        webhooks.work(parts, catalog, dispatch),
      ]
    : [{ loops: [dispatch.loop] }];
  const named = works.flatMap((work) => work.chores ?? []);
  const chores = new Chores(parts.log, named);
  const loops: Loop[] = [...works.flatMap((work) => work.loops ?? []), chores];
  return {
    tidy: async () => chores.run(),
    choreNames: named.map(({ name }) => name),
    start: async () => {
      for (const loop of loops) await loop.start();
    },
    stop: async () => {
      for (const loop of loops.toReversed()) await loop.stop();
    },
  };
};
