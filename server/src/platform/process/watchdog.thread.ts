// The thread that watches the event loop of the process. See `watchdog.ts`.
import { readFileSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Heartbeat, Watched } from './watchdog.ts';

const { file, limitMs }: Watched = workerData;
const tickMs = 500;
const probeMs = 1000;

/**
 * Whether the event loop has something to compute, also where others have the processor just now. One that waits for a slow
 * disk sleeps. Where the kernel does not say it, the process is not ended for this.
 */
const isComputing = (): boolean => {
  try {
    return /^\d+ \(.*\) R /s.test(readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Whether a fresh connection may write at once: then nobody has a transaction open that writes. */
const isFreeToWrite = (path: string): boolean => {
  const database = new Database(path, { timeout: probeMs });
  try {
    database.exec('begin immediate');
    database.exec('rollback');
    return true;
  } catch {
    return false;
  } finally {
    database.close();
  }
};

// Ticks of this thread and not the clock: a machine that slept has not been silent.
let silentMs = 0;
let computingMs = 0;
let lostChecks = 0;

const watchLoop = (): void => {
  silentMs += tickMs;
  if (isComputing()) computingMs += tickMs;
  if (silentMs < limitMs || computingMs < silentMs * 0.9) return;
  const seconds = Math.round(silentMs / 1000);
  writeSync(
    2,
    `Parley ends itself: the event loop has been computing for ${seconds} seconds without a turn.\n`,
  );
  process.kill(process.pid, 'SIGKILL');
};

setInterval(watchLoop, tickMs);
parentPort?.on('message', ({ heldMs }: Heartbeat) => {
  silentMs = 0;
  computingMs = 0;
  if (file === null || heldMs < limitMs) lostChecks = 0;
  else if (isFreeToWrite(file)) lostChecks += 1;
  else lostChecks = 0;
  if (lostChecks >= 3)
    parentPort?.postMessage(
      `Parley ends itself: a transaction has had the turn to write for ${Math.round(heldMs / 1000)} seconds, and the database knows of none.`,
    );
});
