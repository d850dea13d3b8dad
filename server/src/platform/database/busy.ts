import { setTimeout as sleep } from 'node:timers/promises';

/** How long a request waits for another process that writes to the same SQLite file. */
export const usualPatienceMs = 5000;
const pauseMinMs = 20;
const pauseMaxMs = 200;

/** Whether SQLite says that another connection writes. Nothing was done then. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';

/**
 * Does the work, and again while SQLite says that it is busy, for about `patienceMs`. In between nothing is held: the event
 * loop, the connection and the turn are everybody's. The last refusal is thrown.
 */
export const whileBusy = async <Result>(patienceMs: number, work: () => Promise<Result>): Promise<Result> => {
  const until = performance.now() + patienceMs;
  for (let pauseMs = pauseMinMs; ; pauseMs = Math.min(pauseMs * 1.5, pauseMaxMs))
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() + pauseMs > until) throw error;
      await sleep(pauseMs);
    }
};
