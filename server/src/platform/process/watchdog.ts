import { writeSync } from 'node:fs';
import type { Store } from '../database/store.ts';
import { startThread } from './thread.ts';

const heartbeatMs = 1000;
const limitMs = 60_000;

/** What the thread is told once a second. */
export interface Heartbeat {
  /** For how long one and the same transaction has had the turn to write. */
  heldMs: number;
}

/** What the thread watches. */
export interface Watched {
  /** The SQLite file; `null` on PostgreSQL. */
  file: string | null;
  limitMs: number;
}

/**
 * Ends a process that cannot recover, so that its supervisor starts it again: one whose event loop computes for a minute
 * without a turn, or in which a transaction has the turn to write for a minute that the database knows nothing of. A slow
 * disk, a database that is away and another process that writes are none of these. Answers the function that ends watching.
 */
export const startWatchdog = (store: Store, file: string | null, afterMs = limitMs): (() => void) => {
  const watched: Watched = { file, limitMs: afterMs };
  const thread = startThread(new URL('watchdog.thread.ts', import.meta.url), watched);
  // Without it everything goes on as before.
  thread.on('error', (error) => writeSync(2, `The watchdog ended: ${String(error)}\n`));
  thread.on('message', (line: string) => {
    writeSync(2, `${line}\n`);
    process.exit(1);
  });
  const beat = () => thread.postMessage({ heldMs: store.heldMs } satisfies Heartbeat);
  const timer = setInterval(beat, heartbeatMs).unref();
  beat();
  return () => {
    clearInterval(timer);
    void thread.terminate();
  };
};
