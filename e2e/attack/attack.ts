import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseName } from '../bench/databases.ts';
import { memoryMibOf, pidOf } from '../support/memory.ts';
import { type Parley, type ParleyOptions, startParley } from '../support/parley.ts';

/** Where an attack runs. */
export interface Arena {
  database: DatabaseName;
  /** Whether it is one of many tests: a tenth of the load then, or whatever still shows that the promise holds. */
  isShort: boolean;
  /** An empty database of this arena, for a process that the attack starts by itself; answers its URL. */
  createDatabase: () => Promise<string>;
  /** Starts a Parley on an empty database of this arena unless `environment` names one. The attack ends it. */
  start: (options?: ParleyOptions) => Promise<Parley>;
}

/**
 * One attempt to stop Parley, to make it lose or repeat something, or to get at what is somebody else's. A file
 * `<name>.attack.ts` below this folder exports one as `attack`; `pnpm test:attack` runs all, `pnpm test` their short forms.
 */
export interface Attack {
  /** What holds, as a sentence: `a filter of doubling references costs no time of the event loop`. */
  name: string;
  /** Where it makes a difference. */
  databases: readonly DatabaseName[];
  /** Answers its figures in a few words; throws with what did not hold. Takes at most two minutes, short ten seconds. */
  run: (arena: Arena) => Promise<string>;
}

/** An empty database for each attack, of a source that is shared by all. */
export const openArena = (
  database: DatabaseName,
  createDatabase: () => Promise<string>,
  isShort: boolean,
): Arena => ({
  database,
  isShort,
  createDatabase,
  start: async (options = {}) =>
    startParley({
      ...options,
      environment: {
        ...(options.environment?.PARLEY_DATABASE_URL ? {} : { PARLEY_DATABASE_URL: await createDatabase() }),
        ...options.environment,
      },
    }),
});

const ticksPerSecond = 100;

/** Processor time that the first thread of a process, which is its event loop, has used so far, in milliseconds. */
const loopMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
};

/** What was seen of a process while something was done to it. */
export interface Watched {
  /** The longest that `/healthz` took, in milliseconds of the event loop's processor time. */
  healthMs: number;
  memoryMib: number;
}

const healthMsMax = 250;
const memoryMibMax = 700;
const lookEveryMs = 50;

const look = async (parley: Parley, pid: number, seen: Watched): Promise<void> => {
  const before = loopMsOf(pid);
  const { status } = await parley.rest(null).get('/healthz');
  if (status !== 200) throw new Error(`/healthz answered ${status}.`);
  seen.healthMs = Math.max(seen.healthMs, loopMsOf(pid) - before);
  seen.memoryMib = Math.max(seen.memoryMib, memoryMibOf(parley.port));
};

/**
 * Does something to a running Parley and asks for its health all the while. Throws when an answer took more than 250 ms of
 * the event loop's processor time, or when more than 700 MiB were resident.
 */
export const watch = async (parley: Parley, act: () => Promise<unknown>): Promise<Watched> => {
  const pid = pidOf(parley.port);
  const seen: Watched = { healthMs: 0, memoryMib: 0 };
  const over = new AbortController();
  const looking = (async () => {
    do {
      await look(parley, pid, seen);
      await sleep(lookEveryMs);
    } while (!over.signal.aborted);
  })();
  // Whoever fails first is told: a process that has ended makes both fail.
  const acting = act().finally(() => over.abort());
  await Promise.all([acting, looking]);
  if (seen.healthMs > healthMsMax)
    throw new Error(`/healthz took ${seen.healthMs} ms of the event loop's processor time.`);
  if (seen.memoryMib > memoryMibMax) throw new Error(`${Math.round(seen.memoryMib)} MiB were resident.`);
  return seen;
};

/** The figures of {@link watch} in words. */
export const describeWatched = ({ healthMs, memoryMib }: Watched): string =>
  `/healthz ${healthMs} ms of processor time at most, ${Math.round(memoryMib)} MiB`;
