import { dayMs } from '@parley/shared/words/time';
import { CallLog } from './call-log.ts';
import type { CounterAsk, CounterState, LimitAsk, LimitDecision } from './decision.ts';

/**
 * Time that never goes back: while the given clock is behind where it was, as after somebody set it, time goes on from
 * where it stood. Limits that looked at the clock itself would shut a caller out until it has caught up.
 */
class SteadyClock {
  readonly #read: () => number;
  #last = Number.NEGATIVE_INFINITY;
  #shift = 0;

  /** `read` tells milliseconds. */
  constructor(read: () => number) {
    this.#read = read;
  }

  /** Whole milliseconds. */
  now(): number {
    const read = Math.floor(this.#read());
    if (read + this.#shift < this.#last) this.#shift = this.#last - read;
    this.#last = read + this.#shift;
    return this.#last;
  }
}

interface PeriodCount {
  used: number;
  endsAtMs: number;
}

/** A count of a calendar period that is kept. */
interface KeptCount extends PeriodCount {
  id: string;
}

/** Where the counts of calendar periods outlive the process. */
export interface KeptCounts {
  /** The calls that were counted before; 0 of what nobody counted. */
  load: (id: string) => Promise<number>;
  save: (counts: readonly KeptCount[]) => Promise<void>;
}

/** Two clocks: how long something lasts, and what the calendar says. */
export interface Clocks {
  /** Milliseconds of a clock that nobody sets, if there is one. */
  steady: () => number;
  /** Milliseconds since 1970. */
  wall: () => number;
}

const sweepEveryMs = 10_000;
/** A period that has ended is remembered for so long: whoever sets the clock back finds what was counted. */
const rememberMs = 2 * dayMs;

/**
 * Counters of this process alone. Windows are counted to the call and the millisecond: never more than the limit within any
 * of that length, and nobody is refused who has stayed below. What is held grows with the calls of the last minute and with
 * the periods that are counted, never with callers that are gone.
 */
export class LocalCounters {
  readonly #steady: SteadyClock;
  readonly #wall: () => number;
  readonly #kept: KeptCounts | null;
  readonly #windows = new Map<string, CallLog>();
  readonly #lengths = new Map<string, number>();
  readonly #periods = new Map<string, PeriodCount>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #unsaved = new Set<string>();
  #sweptAt = 0;

  constructor({ steady, wall }: Clocks, kept: KeptCounts | null) {
    this.#steady = new SteadyClock(steady);
    this.#wall = wall;
    this.#kept = kept;
  }

  /** How many counters are held. */
  get size(): number {
    return this.#windows.size + this.#periods.size;
  }

  /** Decides at once, unless the count of a period has to be read first. */
  decide(ask: LimitAsk): LimitDecision | Promise<LimitDecision> {
    const missing = this.#kept
      ? ask.filter((counter) => counter.kind === 'period' && !this.#periods.has(counter.id))
      : [];
    return missing.length === 0 ? this.#decideNow(ask) : this.#decideAfterLoading(ask, missing);
  }

  /** Writes down what was counted since the last time. */
  async save(): Promise<void> {
    if (!this.#kept || this.#unsaved.size === 0) return;
    const ids = [...this.#unsaved];
    this.#unsaved.clear();
    const counts = ids.flatMap((id) => {
      const count = this.#periods.get(id);
      return count ? [{ id, ...count }] : [];
    });
    try {
      await this.#kept.save(counts);
    } catch (error) {
      for (const id of ids) this.#unsaved.add(id);
      throw error;
    }
  }

  async #decideAfterLoading(ask: LimitAsk, missing: readonly CounterAsk[]): Promise<LimitDecision> {
    await Promise.all(missing.map((counter) => this.#load(counter)));
    return this.#decideNow(ask);
  }

  async #load(counter: CounterAsk): Promise<void> {
    const loading =
      this.#loading.get(counter.id) ?? this.#read(counter).finally(() => this.#loading.delete(counter.id));
    this.#loading.set(counter.id, loading);
    return loading;
  }

  async #read(counter: CounterAsk): Promise<void> {
    const used = (await this.#kept?.load(counter.id)) ?? 0;
    const endsAtMs = counter.kind === 'period' ? counter.endsAtMs : 0;
    if (!this.#periods.has(counter.id)) this.#periods.set(counter.id, { used, endsAtMs });
  }

  #decideNow(ask: LimitAsk): LimitDecision {
    const now = this.#steady.now();
    this.#sweep(now);
    let waitMs = 0;
    for (const counter of ask) {
      if (counter.cost === 0) continue;
      const missing = this.#used(counter, now) + counter.cost - counter.calls;
      if (missing > 0) waitMs = Math.max(waitMs, this.#waitFor(counter, missing, now));
    }
    const isAdmitted = waitMs === 0;
    if (isAdmitted) for (const counter of ask) this.#count(counter, now);
    return { isAdmitted, states: ask.map((counter) => this.#stateOf(counter, now)), waitMs };
  }

  #used(counter: CounterAsk, now: number): number {
    if (counter.kind === 'period') return this.#periods.get(counter.id)?.used ?? 0;
    const log = this.#windows.get(counter.id);
    log?.forgetUntil(now - counter.windowMs);
    return log?.total ?? 0;
  }

  #waitFor(counter: CounterAsk, missing: number, now: number): number {
    if (counter.kind === 'period') return Math.max(1, counter.endsInMs);
    const at = this.#windows.get(counter.id)?.timeOfOldest(missing);
    return at === null || at === undefined ? counter.windowMs : at + counter.windowMs - now;
  }

  #count(counter: CounterAsk, now: number): void {
    const { cost } = counter;
    if (cost === 0) return;
    if (counter.kind === 'period') {
      const count = this.#periods.get(counter.id);
      if (count) count.used += cost;
      else this.#periods.set(counter.id, { used: cost, endsAtMs: counter.endsAtMs });
      if (this.#kept) this.#unsaved.add(counter.id);
      return;
    }
    let log = this.#windows.get(counter.id);
    if (!log) {
      log = new CallLog();
      this.#windows.set(counter.id, log);
      this.#lengths.set(counter.id, counter.windowMs);
    }
    log.add(now, cost);
  }

  #stateOf(counter: CounterAsk, now: number): CounterState {
    const left = Math.max(0, counter.calls - this.#used(counter, now));
    if (counter.kind === 'period') return { left, resetMs: Math.max(1, counter.endsInMs) };
    const oldest = this.#windows.get(counter.id)?.timeOfOldest(1) ?? now;
    return { left, resetMs: oldest + counter.windowMs - now };
  }

  // A window without calls is as one that was never asked for.
  #sweep(now: number): void {
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    for (const [id, log] of this.#windows) {
      log.forgetUntil(now - (this.#lengths.get(id) ?? 0));
      if (log.total > 0) continue;
      this.#windows.delete(id);
      this.#lengths.delete(id);
    }
    const wall = this.#wall();
    for (const [id, { endsAtMs }] of this.#periods)
      if (endsAtMs + rememberMs < wall && !this.#unsaved.has(id)) this.#periods.delete(id);
  }
}
