// Asks a Parley for its health from a thread of its own: whoever attacks is too busy to see when an answer came.
// See `watch.ts`.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { memoryMibOf, pidOf } from '../support/memory.ts';
import { openRest } from '../support/rest.ts';
import type { Watched, WatchedProcess } from './watch.ts';

const ticksPerSecond = 100;
const lookEveryMs = 50;

/** Processor time that the first thread of a process, which is its event loop, has used so far, in milliseconds. */
const loopMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
};

const { url, port }: WatchedProcess = workerData;
const pid = pidOf(port);
const seen: Watched = { healthMs: 0, memoryMib: 0, looks: 0 };

const look = async (): Promise<void> => {
  // A connection of its own, as of a probe that comes once in a while.
  await using rest = openRest(url, null);
  const before = loopMsOf(pid);
  const { status } = await rest.get('/healthz');
  if (status !== 200) throw new Error(`/healthz answered ${status}.`);
  seen.healthMs = Math.max(seen.healthMs, loopMsOf(pid) - before);
  seen.memoryMib = Math.max(seen.memoryMib, memoryMibOf(port));
  seen.looks += 1;
};

const over = new AbortController();
parentPort?.once('message', () => over.abort());
await look();
parentPort?.postMessage('looking');
do {
  await look();
  await sleep(lookEveryMs);
} while (!over.signal.aborted);
parentPort?.postMessage(seen);
