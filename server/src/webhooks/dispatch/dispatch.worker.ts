import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from '@parley/shared/words/time';
import type { Catalog } from '../catalog/catalog.service.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { outsideTransaction } from '../../platform/request/transaction-mark.ts';
import { isRowRefused } from '../../platform/database/storage-problem.ts';
import { claimDue, endpointsWithMore, type Job, nextDueAt } from '../delivery/claim.service.ts';
import { claimByHand, nextByHandAt } from '../delivery/claim-by-hand.service.ts';
import { giveClaimsBack, parkDelivery, postponeClaims, releaseAllClaims } from '../delivery/queue.service.ts';
import type { HandOff } from '../publication/publish.service.ts';
import type { PayloadThreads } from '../payload/payload-threads.service.ts';
import { bodyOrNothing } from './body-or-nothing.service.ts';
import { disableGone, failuresOf, type OnFailed, settle, type Settlement } from './settle.service.ts';
import { type LaneLimits, Lanes, usualLimits } from './lanes.ts';
import { isPostponed, type Postponement, Sender } from './send.ts';
import { Slots } from './slots.ts';
import { isSuspect, SuspectFlow } from './suspects.ts';

const claimMax = 2048;
const claimPerEndpoint = 256;
const leaseMs = minuteMs;
/** An attempt ends within 20 s after 8 s at most for its name; a job whose claim has less left than this is given back instead of sent. */
const attemptMarginMs = 30_000;
const pollMs = 1000;
const renewMs = 2000;
const fullLanesWaitMs = 25;
/** In one transaction: large enough to keep up with publishes, which take turns with it. */
const settleMax = 2000;
/** Attempts that wait to be recorded. Past this none begins: they cost memory, and a crash would repeat them. */
const unrecordedMax = 6000;
const gatherMs = 8;
/** How long an endpoint is left alone, at first, whose name could not be looked up through no fault of its own. */
const nameWaitMs = 5000;
const recordRetryMs = 500;
const recordTriesMax = 4;

/** What it checks bodies with, and who is told of failures. */
type Beside = { threads: PayloadThreads; onFailed: OnFailed };

/**
 * Delivers what is due: claims, sends, records, again. Work that it is handed directly skips the claim. Stopping waits
 * for attempts under way, records them, and gives the rest back.
 */
export class DeliveryWorker implements HandOff {
  readonly owner: string;
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #sender: Sender;
  readonly #lanes: Lanes;
  readonly #slots: Slots;
  readonly #suspects: SuspectFlow;
  readonly #beside: Beside;
  readonly #unused: Job[] = [];
  readonly #finished: Settlement[] = [];
  readonly #postponed: Postponement[] = [];
  #recording: Promise<void> | null = null;
  #claiming: Promise<void> | null = null;
  #isMoreWaiting = false;
  #timer: NodeJS.Timeout | undefined;
  #paceTimer: NodeJS.Timeout | undefined;
  #slotTimer: NodeJS.Timeout | undefined;
  #state: 'new' | 'running' | 'stopping' = 'new';
  #onIdle: (() => void) | undefined;

  constructor(parts: Parts, catalog: Catalog, beside: Beside, limits: LaneLimits = usualLimits) {
    this.#beside = beside;
    this.owner = newId('wrk', parts.now().getTime());
    this.#parts = parts;
    this.#catalog = catalog;
    this.#sender = new Sender(parts);
    this.#slots = new Slots(parts.store, this.owner);
    this.#suspects = new SuspectFlow(parts, this.owner, {
      begin: (jobs) => {
        for (const job of jobs) this.#lanes.add(job, false);
        this.#startAll();
      },
      giveBack: (jobs) => this.disown(jobs),
    });
    const endpointOf = (id: string) => catalog.latest?.endpoints.get(id);
    this.#lanes = new Lanes(limits, {
      rateOf: (id) => endpointOf(id)?.rateLimitPerSecond ?? null,
      closingsOf: (id) => endpointOf(id)?.circuitClosings ?? 0,
    });
  }

  async start(): Promise<void> {
    if (this.#parts.store.dialect === 'sqlite')
      await releaseAllClaims(this.#parts.store, this.#parts.now().getTime());
    this.#state = 'running';
    await this.#renewSlots();
    this.#slotTimer = setInterval(() => void this.#renewSlots(), renewMs);
    this.wake();
  }

  /** Ends claiming, waits for attempts under way, records them, and gives back what was not begun. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#timer);
    clearTimeout(this.#paceTimer);
    clearInterval(this.#slotTimer);
    await this.#claiming;
    await this.#suspects.idle;
    this.#unused.push(...this.#lanes.drainWaiting(), ...this.#suspects.drainWaiting());
    this.#record();
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      this.#checkIdle();
    });
    await this.#slots.release();
  }

  reserve(endpointId: string): boolean {
    return (
      this.#state === 'running' &&
      this.#slots.has(endpointId) &&
      this.#lanes.reserve(endpointId, this.#parts.now().getTime())
    );
  }

  release(endpointId: string): void {
    this.#lanes.release(endpointId);
  }

  disown(jobs: readonly Job[]): void {
    this.#unused.push(...jobs);
    this.#record();
  }

  leaseUntil(now: number): number {
    return now + leaseMs;
  }

  accept(jobs: Job[]): void {
    for (const job of jobs) this.#lanes.add(job, true);
    if (this.#state === 'stopping') {
      this.#unused.push(...this.#lanes.drainWaiting());
      this.#record();
    }
    this.#startAll();
  }

  wake(): void {
    if (this.#state !== 'running') return;
    this.#isMoreWaiting = true;
    // What waits is mostly for lanes that are full; looking again at every publish would only pass over it.
    if (this.#lanes.full().length > 0 && this.#timer !== undefined) return;
    // Cleared by `finally`, which runs after this assignment even when the loop had nothing to wait for. Whoever wakes
    // us may be inside of a transaction, which is none of ours.
    this.#claiming ??= outsideTransaction(async () => this.#claimLoop()).finally(() => {
      this.#claiming = null;
    });
  }

  async #claimLoop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let waitMs = pollMs;
    try {
      while (this.#isMoreWaiting && this.#state === 'running' && this.#lanes.room > 0) {
        // Claims of a busy moment join as well as publishes do.
        await nextTurn();
        this.#isMoreWaiting = (await this.#claim()) > 0;
      }
      waitMs = await this.#waitMs();
    } catch (error) {
      // The database may be away for a moment; what is due stays due.
      this.#parts.log.warn({ err: error }, 'could not claim deliveries, trying again');
    }
    if (this.#state === 'running')
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.wake();
      }, waitMs);
  }

  /** How long until there may be something to claim. */
  async #waitMs(): Promise<number> {
    if (this.#lanes.full().length > 0) return fullLanesWaitMs;
    if (this.#lanes.room <= 0) return pollMs;
    const now = this.#parts.now().getTime();
    const paused = this.#lanes.paused(now);
    const full = paused.map(({ id }) => id);
    const { letters } = this.#slots;
    const due = await nextDueAt(this.#parts.store, { full, letters });
    const dueByHand = await nextByHandAt(this.#parts.store, letters);
    const next = Math.min(due ?? dueByHand, dueByHand, ...paused.map(({ until }) => until));
    return Math.min(pollMs, Math.max(20, next - now));
  }

  async #claim(): Promise<number> {
    const now = this.#parts.now().getTime();
    await this.#catalog.current(this.#parts.store);
    const limit = Math.min(claimMax, this.#lanes.room);
    const full = [...this.#lanes.full(), ...this.#lanes.paused(now).map(({ id }) => id)];
    const { letters } = this.#slots;
    const claim = { owner: this.owner, now, leaseUntil: this.leaseUntil(now), letters };
    const byHand = await claimByHand(this.#parts.store, { ...claim, limit });
    await this.#hold(byHand);
    this.#startAll();
    const jobs = await claimDue(this.#parts.store, { ...claim, limit, perEndpoint: claimPerEndpoint, full });
    await this.#hold(jobs);
    if (jobs.length < limit)
      this.#lanes.caughtUpExcept(new Set([...full, ...endpointsWithMore(jobs, claimPerEndpoint)]));
    this.#startAll();
    return byHand.length + jobs.length;
  }

  async #hold(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) if (!isSuspect(job)) this.#lanes.add(job, false);
    await this.#suspects.hold(jobs.filter(isSuspect));
  }

  #startAll(): void {
    if (this.#state !== 'running' || this.#finished.length > unrecordedMax) return;
    const now = this.#parts.now().getTime();
    for (let job = this.#lanes.start(now); job; job = this.#lanes.start(now)) void this.#work(job);
    const next = this.#lanes.nextStartAt();
    if (next === null || this.#paceTimer !== undefined) return;
    this.#paceTimer = setTimeout(
      () => {
        this.#paceTimer = undefined;
        this.#startAll();
      },
      Math.max(1, next - now),
    );
  }

  async #work(job: Job): Promise<void> {
    let isToBeRecorded = true;
    try {
      if (job.leaseUntil - this.#parts.now().getTime() < attemptMarginMs) this.#unused.push(job);
      else isToBeRecorded = await this.#attempt(job);
    } catch (error) {
      isToBeRecorded = false;
      // Nothing is lost: the claim runs out and the delivery falls due again.
      this.#parts.log.error({ err: error, deliveryId: job.deliveryId }, 'attempt failed on our side');
    } finally {
      this.#lanes.finish(job);
      // A suspect that is let go before its end is on disk would stand beside the next one when that ends the process.
      if (!isToBeRecorded) this.#suspects.end(job);
      this.#record();
      this.#startAll();
      if (this.#isMoreWaiting) this.wake();
    }
  }

  /** Whether it was sent, and what came of it is to be recorded. */
  async #attempt(job: Job): Promise<boolean> {
    const endpoint = await this.#catalog.endpoint(job.endpointId);
    const { latest } = this.#catalog;
    if (endpoint?.isActive && endpoint.isConsumerActive && latest) {
      const making = {
        parts: this.#parts,
        threads: this.#beside.threads,
        owner: this.owner,
        catalog: latest,
      };
      const body = await bodyOrNothing(making, endpoint, job);
      if (body !== null) this.#note(await this.#sender.attempt(job, endpoint, body));
      return body !== null;
    }
    const claim = { id: job.deliveryId, owner: this.owner };
    await parkDelivery(this.#parts.store, claim, endpoint !== undefined, this.#parts.now());
    return false;
  }

  #note(settlement: Settlement | Postponement): void {
    const now = this.#parts.now().getTime();
    if (isPostponed(settlement)) {
      this.#giveBackPaused(this.#lanes.record(settlement.job, 'throttled', now, nameWaitMs));
      this.#postponed.push(settlement);
      return;
    }
    const { job, isDelivered, isThrottled, waitMs } = settlement;
    const health = isDelivered ? 'ok' : isThrottled ? 'throttled' : 'failed';
    const wasPaused = this.#lanes.openUntil(job.endpointId) > now;
    this.#giveBackPaused(this.#lanes.record(job, health, now, waitMs));
    // What a person sent got through: what waited for the circuit goes now.
    if (wasPaused && isDelivered) this.#isMoreWaiting = true;
    this.#finished.push({ ...settlement, pausedUntil: this.#lanes.openUntil(job.endpointId) });
  }

  /** What waited for an endpoint that is left alone now is for whoever claims it later. */
  #giveBackPaused(jobs: readonly Job[]): void {
    this.#unused.push(...jobs);
    for (const job of jobs) this.#suspects.end(job);
  }

  async #renewSlots(): Promise<void> {
    try {
      await this.#slots.renew();
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'could not renew the share of endpoints, trying again');
    }
    const isLost = (endpointId: string) => !this.#slots.has(endpointId);
    const lost = this.#lanes.drainWaiting(isLost);
    for (const job of lost) this.#suspects.end(job);
    lost.push(...this.#suspects.drainWaiting(isLost));
    if (lost.length > 0) this.disown(lost);
  }

  #record(): void {
    this.#recording ??= this.#recordLoop();
  }

  async #recordLoop(): Promise<void> {
    // What finishes within a moment is recorded in one transaction.
    await sleep(gatherMs);
    let failures = 0;
    while (this.#finished.length + this.#unused.length + this.#postponed.length > 0) {
      const batch = this.#finished.splice(0, settleMax);
      const postponed = this.#postponed.splice(0);
      const unused = this.#unused.splice(0);
      try {
        const now = this.#parts.now().getTime();
        if (batch.length > 0) await settle(this.#parts.store, this.owner, batch, now);
        await giveClaimsBack(this.#parts.store, this.owner, unused, now);
        await postponeClaims(this.#parts.store, this.owner, postponed, now + nameWaitMs);
        await disableGone(this.#parts, batch);
        this.#beside.onFailed(failuresOf(batch));
        // The next of their subjects may go now.
        if (batch.some(({ job }) => job.isOrdered)) this.wake();
      } catch (error) {
        this.#parts.log.error({ err: error, attempts: batch.length }, 'could not record attempts');
        failures += 1;
        // Given up only by a process that stops: their claims run out, and they are delivered again, at least once.
        // The same for a row that the database refuses: it would be refused again, and hold up all others.
        if (!isRowRefused(error) && (this.#state !== 'stopping' || failures < recordTriesMax)) {
          this.#finished.unshift(...batch);
          this.#unused.unshift(...unused);
          this.#postponed.unshift(...postponed);
          await sleep(recordRetryMs);
          continue;
        }
      }
      for (const job of [...batch, ...postponed].map((one) => one.job).concat(unused))
        this.#suspects.end(job);
      // They may have waited for this.
      this.#startAll();
      if (this.#finished.length < settleMax) await sleep(this.#state === 'running' ? gatherMs : 0);
    }
    this.#recording = null;
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (this.#state === 'stopping' && this.#lanes.held === 0 && !this.#recording) this.#onIdle?.();
  }
}
