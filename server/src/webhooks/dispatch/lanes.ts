import { type AttemptHealth, Circuits } from './circuit.ts';
import type { Job } from '../delivery/claim.service.ts';

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

/** What one process takes on. */
export const usualLimits: LaneLimits = {
  activeMax: 768,
  activePerLane: 32,
  heldPerLane: 2048,
  heldMax: 8192,
  bytesMax: 64 * 1024 * 1024,
};

/** Attempts under way to one endpoint that people asked for, beyond what it takes otherwise. */
const byHandPerLane = 4;
/** Share of all attempts that people may have beyond the share of failing endpoints, as a divisor. */
const byHandShare = 8;

interface Lane {
  active: number;
  /** Of these, those that people asked for. */
  activeByHand: number;
  /** Promised to a publisher that has not committed yet. */
  reserved: number;
  /** What people asked for comes first. */
  waiting: Job[];
}

/** What is known of an endpoint beside its attempts. */
export interface LaneFacts {
  /** How many attempts a second it takes; `null` for as many as can be. */
  rateOf: (endpointId: string) => number | null;
  /** How often a person closed its circuit. */
  closingsOf: (endpointId: string) => number;
}

/**
 * The deliveries that a worker holds, one lane for each endpoint. A slow endpoint fills its own lane and no other;
 * lanes with work take turns; endpoints whose latest attempt failed share half of all attempts under way, so that any
 * number of hanging ones leaves room for the healthy. What a person asks for goes at once, through an open circuit too.
 */
export class Lanes {
  readonly #limits: LaneLimits;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes that wait and may start one; a set keeps the order of arrival, which makes the turns. */
  readonly #ready = new Set<string>();
  /** Lanes that wait for a time, in milliseconds. */
  readonly #asleep = new Map<string, number>();
  /** When an endpoint with a rate may be called next, in milliseconds. */
  readonly #pace = new Map<string, number>();
  /** Endpoints for which deliveries wait in the database: fresh ones queue up behind them. */
  readonly #behind = new Set<string>();
  readonly #circuits: Circuits;
  readonly #rateOf: LaneFacts['rateOf'];
  /** Attempts under way that were started for an endpoint without a success before. */
  readonly #unproven = new Set<Job>();
  #activeByHand = 0;
  #active = 0;
  #held = 0;
  #bytes = 0;

  constructor(limits: LaneLimits, { rateOf, closingsOf }: LaneFacts) {
    this.#limits = limits;
    this.#rateOf = rateOf;
    this.#circuits = new Circuits(limits.activePerLane, closingsOf);
  }

  /** Deliveries held, reserved ones included. */
  get held(): number {
    return this.#held;
  }

  /** How many more may be taken on now. */
  get room(): number {
    return this.#bytes >= this.#limits.bytesMax ? 0 : this.#limits.heldMax - this.#held;
  }

  /** Endpoints whose lane is so full that nothing more should be claimed for them. */
  full(): string[] {
    return [...this.#lanes]
      .filter(([, lane]) => heldIn(lane) * 2 >= this.#limits.heldPerLane)
      .map(([id]) => id);
  }

  /** Endpoints to which nothing may be sent now, with the time when that ends, in milliseconds. */
  paused(now: number): { id: string; until: number }[] {
    return this.#circuits.open(now);
  }

  /** When nothing may be sent to an endpoint before, in milliseconds; in the past otherwise. */
  openUntil(endpointId: string): number {
    return this.#circuits.openUntil(endpointId);
  }

  /** Sets room aside for one delivery; `false` when there is none. */
  reserve(endpointId: string, now: number): boolean {
    if (this.#behind.has(endpointId)) return false;
    const lane = this.#lanes.get(endpointId) ?? emptyLane();
    const isFull = this.room <= 0 || heldIn(lane) >= this.#limits.heldPerLane;
    if (isFull || this.#circuits.openUntil(endpointId) > now) {
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
    if (isByHand(job)) {
      const first = lane.waiting.findIndex((one) => !isByHand(one));
      lane.waiting.splice(first < 0 ? lane.waiting.length : first, 0, job);
      // It does not wait for an open circuit. For the rate it does, and goes to sleep again.
      this.#asleep.delete(job.endpointId);
    } else lane.waiting.push(job);
    this.#markReady(job.endpointId, lane);
  }

  /** The next job to start, taking turns between lanes, or `undefined` when none may start now. */
  start(now: number): Job | undefined {
    if (this.#active >= this.#limits.activeMax) return undefined;
    this.#wakeUp(now);
    const hasRoomForUnproven = this.#unproven.size * 2 < this.#limits.activeMax;
    const hasRoomForByHand = this.#activeByHand * byHandShare < this.#limits.activeMax;
    for (const endpointId of this.#ready) {
      const lane = this.#laneOf(endpointId);
      const isFirstByHand = isByHand(lane.waiting[0]);
      const isProven = this.#circuits.isProven(endpointId);
      if (!isProven && !hasRoomForUnproven && !(isFirstByHand && hasRoomForByHand)) continue;
      this.#ready.delete(endpointId);
      const pauseUntil = isFirstByHand ? 0 : this.#circuits.openUntil(endpointId);
      const notBefore = Math.max(this.#pace.get(endpointId) ?? 0, pauseUntil);
      if (notBefore > now) {
        this.#asleep.set(endpointId, notBefore);
        continue;
      }
      const job = lane.waiting.shift();
      if (!job) continue;
      if (!isProven) this.#unproven.add(job);
      this.#count(lane, job, 1);
      this.#markReady(endpointId, lane);
      this.#keepPace(endpointId, now);
      return job;
    }
    return undefined;
  }

  /** When a lane that only waits for a time may go on, in milliseconds; `null` when none does. */
  nextStartAt(): number | null {
    return this.#asleep.size === 0 ? null : Math.min(...this.#asleep.values());
  }

  #wakeUp(now: number): void {
    for (const [endpointId, at] of this.#asleep) {
      if (at > now) continue;
      this.#asleep.delete(endpointId);
      this.#markReady(endpointId, this.#laneOf(endpointId));
    }
  }

  #keepPace(endpointId: string, now: number): void {
    const rate = this.#rateOf(endpointId);
    if (rate === null) this.#pace.delete(endpointId);
    else this.#pace.set(endpointId, Math.max(now, this.#pace.get(endpointId) ?? 0) + 1000 / rate);
  }

  /** Takes note of how a started job ended; answers what waits in its lane when nothing may be sent there for now. */
  record(job: Job, health: AttemptHealth, now: number, waitMs: number): Job[] {
    const { endpointId } = job;
    if (!this.#circuits.record(endpointId, health, now, waitMs)) return [];
    this.#behind.add(endpointId);
    return this.drainWaiting((id) => id === endpointId);
  }

  /** Ends a started job. */
  finish(job: Job): void {
    const lane = this.#laneOf(job.endpointId);
    this.#count(lane, job, -1);
    this.#held -= 1;
    this.#bytes -= job.body.length;
    this.#unproven.delete(job);
    this.#markReady(job.endpointId, lane);
    this.#forgetEmpty(job.endpointId);
  }

  /** Takes back everything that waits and was not started, of the endpoints that are asked for. */
  drainWaiting(isAsked: (endpointId: string) => boolean = () => true): Job[] {
    const jobs: Job[] = [];
    for (const [endpointId, lane] of this.#lanes) {
      if (!isAsked(endpointId)) continue;
      jobs.push(...lane.waiting.splice(0));
      this.#ready.delete(endpointId);
      this.#asleep.delete(endpointId);
    }
    for (const job of jobs) {
      this.#held -= 1;
      this.#bytes -= job.body.length;
      this.#forgetEmpty(job.endpointId);
    }
    return jobs;
  }

  #count(lane: Lane, job: Job, change: 1 | -1): void {
    lane.active += change;
    this.#active += change;
    if (!isByHand(job)) return;
    lane.activeByHand += change;
    this.#activeByHand += change;
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
    const mayStart =
      lane.active < this.#circuits.limitOf(endpointId) ||
      (isByHand(lane.waiting[0]) && lane.activeByHand < byHandPerLane);
    if (lane.waiting.length > 0 && mayStart && !this.#asleep.has(endpointId)) this.#ready.add(endpointId);
  }

  #forgetEmpty(endpointId: string): void {
    const lane = this.#lanes.get(endpointId);
    if (!lane || heldIn(lane) > 0) return;
    this.#lanes.delete(endpointId);
    this.#ready.delete(endpointId);
    this.#asleep.delete(endpointId);
  }
}

const emptyLane = (): Lane => ({ active: 0, activeByHand: 0, reserved: 0, waiting: [] });

const isByHand = (job: Job | undefined): boolean => job?.trigger === 'manual';

const heldIn = (lane: Lane): number => lane.active + lane.reserved + lane.waiting.length;
