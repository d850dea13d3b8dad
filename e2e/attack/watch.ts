import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Which Parley is watched. */
export interface WatchedProcess {
  url: string;
  port: number;
}

/** What was seen of a process while something was done to it. */
export interface Watched {
  /** The longest that `/healthz` took, in milliseconds of the event loop's processor time. */
  healthMs: number;
  memoryMib: number;
  /** How often it was asked. */
  looks: number;
}

const healthMsMax = 250;
const memoryMibMax = 700;

/** Looks until it is told to end; answers what it saw. */
const startLooking = async (watched: WatchedProcess) => {
  const thread = new Worker(new URL('watch.thread.ts', import.meta.url), {
    workerData: watched,
    execArgv: [],
  });
  // Rejects with what the thread threw.
  await once(thread, 'message');
  const seen = once(thread, 'message').then(([found]): Watched => found);
  return { seen, end: () => thread.postMessage('end') };
};

/**
 * Does something to a running Parley and asks for its health all the while. Throws when an answer took more than 250 ms of
 * the event loop's processor time, or when more than 700 MiB were resident.
 */
export const watch = async ({ url, port }: WatchedProcess, act: () => Promise<unknown>): Promise<Watched> => {
  const looking = await startLooking({ url, port });
  // Whoever fails first is told: a process that has ended makes both fail.
  const [seen] = await Promise.all([looking.seen, act().finally(looking.end)]);
  if (seen.healthMs > healthMsMax)
    throw new Error(`/healthz took ${seen.healthMs} ms of the event loop's processor time.`);
  if (seen.memoryMib > memoryMibMax) throw new Error(`${Math.round(seen.memoryMib)} MiB were resident.`);
  return seen;
};

/** The figures of {@link watch} in words. */
export const describeWatched = ({ healthMs, memoryMib, looks }: Watched): string =>
  `/healthz ${healthMs} ms of processor time at most of ${looks}, ${Math.round(memoryMib)} MiB`;
