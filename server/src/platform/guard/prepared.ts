import type { Caller } from '../request/principal.ts';

/**
 * What has to be found out by other means than the database, and is asked for by a service that may run inside of the
 * transaction of a door: the door prepares it before it opens one, and the service takes it. It is kept for one call.
 */
export class Prepared<Result> {
  readonly #results = new WeakMap<Caller, Map<string, Result>>();

  /** Finds it out for this call. */
  async prepare(caller: Caller, key: string, find: () => Promise<Result>): Promise<void> {
    const results = this.#results.get(caller) ?? new Map<string, Result>();
    results.set(key, await find());
    this.#results.set(caller, results);
  }

  /** What was prepared for this call; found out now when nobody did. */
  async take(caller: Caller, key: string, find: () => Promise<Result>): Promise<Result> {
    const results = this.#results.get(caller);
    const found = results?.get(key);
    return found === undefined ? find() : found;
  }
}
