import type { Parts } from '../../platform/process/parts.ts';
import { type CatalogEndpoint, type CatalogSnapshot, isAllowed } from '../catalog/catalog.service.ts';
import type { Job } from '../delivery/claim.service.ts';
import { giveClaimsBack, postponeMs, setAsideDeliveries } from '../delivery/queue.service.ts';
import { bodyFor, BodyRefused, describeRefusal } from '../event-type/body.service.ts';
import { PayloadBusy, type PayloadThreads } from '../payload/payload-threads.service.ts';

/** With what a body is made, and who holds the claim. */
interface Making {
  parts: Parts;
  threads: PayloadThreads;
  owner: string;
  catalog: CatalogSnapshot;
}

/**
 * The body of a delivery, or `null` when it cannot be made: now, and it is tried later; or ever, and it is set aside. So is what
 * the plan of the consumer does not have any more.
 */
export const bodyOrNothing = async (
  { parts: { store, now }, threads, owner, catalog }: Making,
  endpoint: CatalogEndpoint,
  job: Job,
): Promise<string | null> => {
  if (!isAllowed(endpoint, job.eventType)) {
    const words = `The plan of the consumer does not have ${job.eventType}. Once it does, send the delivery again.`;
    const why = { reason: 'not_in_plan' as const, words, now: now().getTime() };
    await setAsideDeliveries(store, owner, [job], why);
    return null;
  }
  try {
    return await bodyFor(threads, catalog, endpoint, job);
  } catch (error) {
    const at = now().getTime();
    if (error instanceof PayloadBusy) await giveClaimsBack(store, owner, [job], at + postponeMs);
    else if (error instanceof BodyRefused) {
      const words = describeRefusal(error, endpoint, job);
      await setAsideDeliveries(store, owner, [job], { reason: 'mapping_failed', words, now: at });
    } else throw error;
    return null;
  }
};
