import { isDeepStrictEqual } from 'node:util';

/** Throws with what did not hold, and what was seen instead. */
export const demand = (what: string, seen: unknown, wanted: unknown): void => {
  if (!isDeepStrictEqual(seen, wanted))
    throw new Error(
      `${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(seen)?.slice(0, 500)}`,
    );
};
