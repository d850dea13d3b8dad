import type { Log } from '../../platform/process/log.ts';
import type { Store } from '../../platform/database/store.ts';
import type { LimitAsk, LimitDecision } from './decision.ts';
import { keptCountsIn, removeEndedCounters } from './kept-counts.ts';
import { LimitBatches, StoreAway } from './limit-batches.ts';
import { type Clocks, LocalCounters } from './local-counters.ts';
import { PostgresCounters } from './postgres-counters.ts';
import { RedisCounters } from './redis-counters.ts';

export type { CounterAsk, CounterState, LimitAsk, LimitDecision } from './decision.ts';
export { removeEndedCounters, StoreAway };

/** Where calls are counted: by this process alone, or by all of them together. */
export type CountedBy = 'process' | 'database' | 'redis';

interface CountersOptions {
  store: Store;
  log: Log;
  clocks: Clocks;
  redisUrl: string | null;
}

const saveEveryMs = 1000;

/**
 * The counters of a process. On SQLite, which one process serves, they are in its memory, and what lasts for days is written down;
 * on PostgreSQL they are in the database, and with a URL of Redis there.
 */
export class Counters {
  readonly countedBy: CountedBy;
  readonly #local: LocalCounters;
  readonly #batches: LimitBatches | null;
  readonly #close: () => Promise<void>;

  constructor({ store, log, clocks, redisUrl }: CountersOptions) {
    const isAlone = redisUrl === null && store.dialect === 'sqlite';
    this.#local = new LocalCounters(clocks, isAlone ? keptCountsIn(store) : null);
    if (isAlone) {
      this.countedBy = 'process';
      this.#batches = null;
      const saving = setInterval(() => void this.#save(), saveEveryMs).unref();
      this.#close = async () => clearInterval(saving);
      return;
    }
    const shared = redisUrl === null ? new PostgresCounters(store) : new RedisCounters(redisUrl, log);
    this.countedBy = redisUrl === null ? 'database' : 'redis';
    this.#batches = new LimitBatches(shared);
    this.#close = async () => shared.close();
  }

  /** Decides where all processes count. Throws {@link StoreAway} when that does not answer. */
  decide(ask: LimitAsk): LimitDecision | Promise<LimitDecision> {
    return this.#batches ? this.#batches.decide(ask) : this.#local.decide(ask);
  }

  /** Decides by what this process has counted by itself. */
  decideAlone(ask: LimitAsk): LimitDecision | Promise<LimitDecision> {
    return this.#local.decide(ask);
  }

  /** Writes down what only this process knows, and gives up its connections. */
  async close(): Promise<void> {
    await this.#save();
    await this.#close();
  }

  async #save(): Promise<void> {
    // What cannot be written now is written with the next time.
    await this.#local.save().catch(() => undefined);
  }
}
