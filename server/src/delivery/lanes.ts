import type { Job } from './hand-off.service.ts';

/** How much a worker takes on at once. */
export interface LaneLimits {
  /** Attempts under way, in all. */
  activeMax: number;
  /** Attempts under way to one endpoint. */
  activePerLane: number;
  /** Deliveries held for one endpoint, waiting or under way. */
  heldPerLane: number;
  /** Deliveries held in all. */
  heldMax: number;
  /** Bytes of the bodies held in all. */
  bytesMax: number;
}

interface Lane {
  active: number;
  /** Promised to a publisher that has not committed yet. */
  reserved: number;
  waiting: Job[];
}

/**
 * The deliveries that a worker holds, one lane for each endpoint. A slow endpoint fills its own lane and no other;
 * lanes with work take turns.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that wait and may start one; a set keeps the order of arrival, which makes the turns. */
  readonly #ready = new Set<string>();
  /** When an endpoint with a rate may be called next, in milliseconds. */
  readonly #pace = new Map<string, number>();
  /** Endpoints for which deliveries wait in the database: fresh ones queue up behind them. */
  readonly #behind = new Set<string>();
  #active = 0;
  #held = 0;
  #bytes = 0;

  readonly #rateOf: (endpointId: string) => number | null;

  /** `rateOf` says how many attempts a second an endpoint takes; `null` for as many as can be. */
  constructor(limits: LaneLimits, rateOf: (endpointId: string) => number | null) {
    this.#limits = limits;
    this.#rateOf = rateOf;
  }

  /** Deliveries held, reserved ones included. */
  get held(): number {
    return this.#held;
  }

  /** How many more may be taken on now. */
  get room(): number {
    return this.#bytes >= this.#limits.bytesMax ? 0 : this.#limits.heldMax - this.#held;
  }

  /** Endpoints for which nothing more should be claimed. */
  full(): string[] {
    return [...this.#lanes]
      .filter(([, lane]) => heldIn(lane) * 2 >= this.#limits.heldPerLane)
      .map(([id]) => id);
  }

  /** Sets room aside for one delivery; `false` when there is none. */
  reserve(endpointId: string): boolean {
    if (this.#behind.has(endpointId)) return false;
    const lane = this.#lanes.get(endpointId) ?? emptyLane();
    if (this.room <= 0 || heldIn(lane) >= this.#limits.heldPerLane) {
      this.#behind.add(endpointId);
      return false;
    }
    this.#lanes.set(endpointId, lane);
    lane.reserved += 1;
    this.#held += 1;
    return true;
  }

  /** Says that all that was due for other endpoints than these has been claimed. */
  caughtUpExcept(endpointIds: ReadonlySet<string>): void {
    for (const id of this.#behind) if (!endpointIds.has(id)) this.#behind.delete(id);
  }

  /** Gives a reservation back. */
  release(endpointId: string): void {
    this.#laneOf(endpointId).reserved -= 1;
    this.#held -= 1;
    this.#forgetEmpty(endpointId);
  }

  /** Puts a job in its lane; one that was reserved takes the place of its reservation. */
  add(job: Job, isReserved: boolean): void {
    const lane = this.#laneOf(job.endpointId);
    if (isReserved) lane.reserved -= 1;
    else this.#held += 1;
    this.#bytes += job.body.length;
    lane.waiting.push(job);
    this.#markReady(job.endpointId, lane);
  }

  /** The next job to start, taking turns between lanes, or `undefined` when none may start now. */
  start(now: number): Job | undefined {
    if (this.#active >= this.#limits.activeMax) return undefined;
    for (const endpointId of this.#ready) {
      if ((this.#pace.get(endpointId) ?? 0) > now) continue;
      const lane = this.#laneOf(endpointId);
      const job = lane.waiting.shift();
      lane.active += 1;
      this.#active += 1;
      this.#ready.delete(endpointId);
      this.#markReady(endpointId, lane);
      this.#keepPace(endpointId, now);
      return job;
    }
    return undefined;
  }

  /** When a lane that only waits for its rate may go on, in milliseconds; `null` when none does. */
  nextStartAt(): number | null {
    const times = [...this.#ready].flatMap((endpointId) => this.#pace.get(endpointId) ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  #keepPace(endpointId: string, now: number): void {
    const rate = this.#rateOf(endpointId);
    if (rate === null) this.#pace.delete(endpointId);
    else this.#pace.set(endpointId, Math.max(now, this.#pace.get(endpointId) ?? 0) + 1000 / rate);
  }

  /** Ends a started job. */
  finish(job: Job): void {
    const lane = this.#laneOf(job.endpointId);
    lane.active -= 1;
    this.#active -= 1;
    this.#held -= 1;
    this.#bytes -= job.body.length;
    this.#markReady(job.endpointId, lane);
    this.#forgetEmpty(job.endpointId);
  }

  /** Takes back everything that waits and was not started. */
  drainWaiting(): Job[] {
    const jobs = [...this.#lanes.values()].flatMap((lane) => lane.waiting.splice(0));
    this.#ready.clear();
    for (const job of jobs) {
      this.#held -= 1;
      this.#bytes -= job.body.length;
      this.#forgetEmpty(job.endpointId);
    }
    return jobs;
  }

  #laneOf(endpointId: string): Lane {
    let lane = this.#lanes.get(endpointId);
    if (!lane) {
      lane = emptyLane();
      this.#lanes.set(endpointId, lane);
    }
    return lane;
  }

  #markReady(endpointId: string, lane: Lane): void {
    if (lane.waiting.length > 0 && lane.active < this.#limits.activePerLane) this.#ready.add(endpointId);
  }

  #forgetEmpty(endpointId: string): void {
    const lane = this.#lanes.get(endpointId);
    if (lane && heldIn(lane) === 0) this.#lanes.delete(endpointId);
  }
}

const emptyLane = (): Lane => ({ active: 0, reserved: 0, waiting: [] });

const heldIn = (lane: Lane): number => lane.active + lane.reserved + lane.waiting.length;
