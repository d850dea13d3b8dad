import type { LimitState } from '@parley/shared/access/limit';
import type { WhenStoreIsAway } from '@parley/shared/access/plan';
import type { Log } from '../../platform/process/log.ts';
import type { Store } from '../../platform/database/store.ts';
import { Problem } from '../../platform/request/problem.ts';
import {
  type CountedBy,
  type CounterAsk,
  Counters,
  type LimitAsk,
  type LimitDecision,
  StoreAway,
} from '../limit-counter/counters.service.ts';
import type { AppliedLimits, CalledOperation, LimitRule } from './applied-limits.service.ts';
import { periodAt } from './calendar.ts';
import { limitHeaders, type LimitStanding, secondsOf } from './limit-headers.ts';

interface LimiterOptions {
  store: Store;
  log: Log;
  now: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  steady: () => number;
  redisUrl: string | null;
}

/** What came of the limits of one request. */
export interface LimitOutcome {
  /** Headers of the answer, whatever it is. */
  headers: Readonly<Record<string, string>>;
  /** Why it is not let through; `null` when it is. */
  refusal: Problem | null;
}

const windowMs = { second: 1000, minute: 60_000 } as const;
const awayMs = 1000;

const inWords: Readonly<Record<LimitRule['per'], string>> = {
  second: 'a second',
  minute: 'a minute',
  day: 'a day',
  month: 'a month',
};

const refusalOf = (standings: readonly LimitStanding[], waitMs: number): Problem => {
  const spent = standings.filter(({ ask, state }) => state.left < ask.cost);
  const limits = spent.map(({ rule: { calls, per, name } }) => {
    const amount = calls === 1 ? '1 call' : `${calls} calls`;
    return `${amount} ${inWords[per]} (${name})`;
  });
  return new Problem('rate.limited', {
    detail: `The limit is ${limits.join(' and ')}. Try again in ${secondsOf(waitMs)} s.`,
    retryAfterSeconds: waitMs / 1000,
  });
};

/**
 * Holds calls to limits, exactly: one process counts in memory, several on one PostgreSQL in the database, and with
 * PARLEY_REDIS_URL all count in Redis. All windows that count a call are one decision.
 */
export class Limiter {
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #steady: () => number;
  readonly #counters: Counters;
  #awayUntil = Number.NEGATIVE_INFINITY;
  #isAway = false;
  #localDecisions = 0;

  constructor({ store, log, now, steady, redisUrl }: LimiterOptions) {
    this.#log = log;
    this.#now = now;
    this.#steady = steady;
    const clocks = { steady, wall: () => now().getTime() };
    this.#counters = new Counters({ store, log, clocks, redisUrl });
  }

  get countedBy(): CountedBy {
    return this.#counters.countedBy;
  }

  /** Decisions of this process by itself, as the store was away. */
  get localDecisions(): number {
    return this.#localDecisions;
  }

  /** Counts these calls, or refuses all of them; `null` where no limit counts any. */
  async decide(limits: AppliedLimits, calls: readonly CalledOperation[]): Promise<LimitOutcome | null> {
    if (limits.rules.length === 0) return null;
    const costs = this.#costsOf(limits, calls);
    if (costs.size === 0) return null;
    const asked = [...costs].map(([rule, cost]) => this.#askOf(rule, cost, limits.timeZone));
    const ask = asked.map((one) => one.ask);
    const { isAdmitted, states, waitMs } = await this.#decide(ask, limits.whenStoreIsAway);
    const standings = asked.flatMap((one, index): LimitStanding[] => {
      const state = states[index];
      return state ? [{ ...one, state }] : [];
    });
    return { headers: limitHeaders(standings), refusal: isAdmitted ? null : refusalOf(standings, waitMs) };
  }

  /** Where limits stand now. Nothing is counted. */
  async look(limits: AppliedLimits): Promise<LimitState[]> {
    const asked = limits.rules.map((rule) => this.#askOf(rule, 0, limits.timeZone));
    const ask = asked.map((one) => one.ask);
    const { states } = await this.#decide(ask, 'open');
    return limits.rules.map(({ name, calls, per, operations }, index) => ({
      policy: name,
      calls,
      per,
      operations: [...operations],
      left: states[index]?.left ?? 0,
      resetSeconds: secondsOf(states[index]?.resetMs ?? 0),
    }));
  }

  /** Writes down what only this process knows, and gives the store back. */
  async stop(): Promise<void> {
    await this.#counters.close();
  }

  #costsOf(limits: AppliedLimits, calls: readonly CalledOperation[]): Map<LimitRule, number> {
    const costs = new Map<LimitRule, number>();
    for (const call of calls)
      for (const rule of limits.covering(call)) costs.set(rule, (costs.get(rule) ?? 0) + 1);
    return costs;
  }

  #askOf(rule: LimitRule, cost: number, timeZone: string): Omit<LimitStanding, 'state'> {
    const { calls, counter, per } = rule;
    if (per === 'second' || per === 'minute') {
      const span = windowMs[per];
      const ask: CounterAsk = { id: counter, calls, cost, kind: 'window', windowMs: span };
      return { rule, ask, windowSeconds: span / 1000 };
    }
    const now = this.#now().getTime();
    const { name, startMs, endMs } = periodAt(timeZone, per, now);
    const ask: CounterAsk = {
      id: `${counter} ${name}`,
      calls,
      cost,
      kind: 'period',
      endsAtMs: endMs,
      endsInMs: endMs - now,
    };
    return { rule, ask, windowSeconds: Math.round((endMs - startMs) / 1000) };
  }

  async #decide(ask: LimitAsk, whenStoreIsAway: WhenStoreIsAway): Promise<LimitDecision> {
    if (this.#steady() >= this.#awayUntil) {
      try {
        const decision = await this.#counters.decide(ask);
        if (this.#isAway) this.#noteBack();
        return decision;
      } catch (error) {
        if (!(error instanceof StoreAway)) throw error;
        this.#noteAway(error);
      }
    }
    if (whenStoreIsAway === 'closed')
      throw new Problem('rate.uncounted', { retryAfterSeconds: awayMs / 1000 });
    this.#localDecisions += 1;
    return this.#counters.decideAlone(ask);
  }

  // Once, not with each call: a store that is away is away for thousands.
  #noteAway(error: StoreAway): void {
    this.#awayUntil = this.#steady() + awayMs;
    if (this.#isAway) return;
    this.#isAway = true;
    this.#log.warn(
      { err: error, countedBy: this.countedBy },
      'the store of limits is away: where the plan says `open` this process counts by itself, elsewhere calls are refused',
    );
  }

  #noteBack(): void {
    this.#isAway = false;
    this.#log.info(
      { countedBy: this.countedBy, localDecisions: this.#localDecisions },
      'the store of limits is back',
    );
  }
}
