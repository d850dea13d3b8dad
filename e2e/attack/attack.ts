import type { DatabaseName } from '../bench/databases.ts';
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
