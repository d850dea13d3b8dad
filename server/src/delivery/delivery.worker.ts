import type { Catalog, CatalogEndpoint } from '../catalog/catalog.service.ts';
import { disableGoneEndpoint, parkDelivery } from '../endpoint/endpoint-state.service.ts';
import { newId } from '../lib/id.ts';
import type { Parts } from '../lib/parts.ts';
import { claimDue, nextDueAt, releaseAllClaims, settle, type Settlement } from './claim.service.ts';
import type { HandOff, Job } from './hand-off.service.ts';
import { Sender } from './send.service.ts';

/** Attempts under way at once, in this process. */
const attemptsMax = 512;
/** Attempts under way at once to one endpoint: a slow one fills its own lane and no more. */
const laneMax = 32;
const claimMax = 256;
/** Longer than an attempt may take, so that a live claim never runs out. */
const leaseMs = 45_000;
const pollMs = 1000;
const settleMax = 300;

/**
 * Delivers what is due: claims, sends, records, again. Work that it is handed directly skips the claim. Stopping waits
 * for attempts under way and records them.
 */
export class DeliveryWorker implements HandOff {
  readonly owner = newId('wrk');
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #sender: Sender;
  readonly #lanes = new Map<string, number>();
  #underWay = 0;
  #finished: Settlement[] = [];
  #settling: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClaiming = false;
  #isMoreWaiting = false;
  #state: 'new' | 'running' | 'stopping' = 'new';
  #onIdle: (() => void) | undefined;

  constructor(parts: Parts, catalog: Catalog) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#sender = new Sender(parts);
  }

  async start(): Promise<void> {
    if (this.#parts.store.dialect === 'sqlite')
      await releaseAllClaims(this.#parts.store, this.#parts.now().getTime());
    this.#state = 'running';
    this.wake();
  }

  /** Ends claiming, waits for attempts under way, records them. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#timer);
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      this.#checkIdle();
    });
  }

  reserve(endpointId: string): boolean {
    const lane = this.#lanes.get(endpointId) ?? 0;
    if (this.#state !== 'running' || this.#underWay >= attemptsMax || lane >= laneMax) return false;
    this.#underWay += 1;
    this.#lanes.set(endpointId, lane + 1);
    return true;
  }

  release(endpointId: string): void {
    this.#underWay -= 1;
    const lane = (this.#lanes.get(endpointId) ?? 1) - 1;
    if (lane === 0) this.#lanes.delete(endpointId);
    else this.#lanes.set(endpointId, lane);
  }

  leaseUntil(now: number): number {
    return now + leaseMs;
  }

  accept(jobs: Job[]): void {
    for (const job of jobs) void this.#work(job);
  }

  wake(): void {
    if (this.#state !== 'running') return;
    this.#isMoreWaiting = true;
    if (!this.#isClaiming) void this.#claimLoop();
  }

  async #claimLoop(): Promise<void> {
    this.#isClaiming = true;
    clearTimeout(this.#timer);
    let waitMs = pollMs;
    try {
      while (this.#isMoreWaiting && this.#state === 'running' && this.#underWay < attemptsMax) {
        this.#isMoreWaiting = false;
        const claimed = await this.#claim();
        if (claimed > 0) this.#isMoreWaiting = true;
      }
      const due = this.#underWay < attemptsMax ? await nextDueAt(this.#parts.store) : null;
      if (due !== null) waitMs = Math.min(pollMs, Math.max(20, due - this.#parts.now().getTime()));
    } catch (error) {
      // The database may be away for a moment; what is due stays due.
      this.#parts.log.warn({ err: error }, 'could not claim deliveries, trying again');
    }
    this.#isClaiming = false;
    if (this.#state === 'running') this.#timer = setTimeout(() => this.wake(), waitMs);
  }

  async #claim(): Promise<number> {
    const now = this.#parts.now().getTime();
    await this.#catalog.current(this.#parts.store);
    const jobs = await claimDue(this.#parts.store, {
      owner: this.owner,
      now,
      leaseUntil: this.leaseUntil(now),
      limit: Math.min(claimMax, attemptsMax - this.#underWay),
      perEndpoint: laneMax,
      busy: [...this.#lanes].filter(([, count]) => count >= laneMax).map(([id]) => id),
    });
    for (const job of jobs) {
      this.#underWay += 1;
      this.#lanes.set(job.endpointId, (this.#lanes.get(job.endpointId) ?? 0) + 1);
    }
    this.accept(jobs);
    return jobs.length;
  }

  async #work(job: Job): Promise<void> {
    try {
      const endpoint = await this.#endpointOf(job);
      if (endpoint?.isActive && endpoint.isConsumerActive) this.#finish(await this.#sender.attempt(job, endpoint));
      else await parkDelivery(this.#parts.store, this.owner, job.deliveryId, endpoint !== undefined);
    } catch (error) {
      // Nothing is lost: the claim runs out and the delivery falls due again.
      this.#parts.log.error({ err: error, deliveryId: job.deliveryId }, 'attempt failed on our side');
    } finally {
      this.release(job.endpointId);
      if (this.#isMoreWaiting && !this.#isClaiming) this.wake();
      this.#checkIdle();
    }
  }

  // The snapshot of the commit or claim that brought the job; asked again only when it does not know the endpoint.
  async #endpointOf(job: Job): Promise<CatalogEndpoint | undefined> {
    const known = this.#catalog.latest?.endpoints.get(job.endpointId);
    if (known) return known;
    return (await this.#catalog.current(this.#parts.store)).endpoints.get(job.endpointId);
  }

  #finish(settlement: Settlement): void {
    this.#finished.push(settlement);
    this.#settling ??= this.#settleLoop();
  }

  async #settleLoop(): Promise<void> {
    // One turn of the event loop gathers what finished together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#finished.length > 0) {
      const batch = this.#finished.splice(0, settleMax);
      try {
        await settle(this.#parts.store, this.owner, batch, this.#parts.now().getTime());
        await this.#disableGone(batch);
      } catch (error) {
        // Their claims run out, and they are delivered again: at least once.
        this.#parts.log.error({ err: error, attempts: batch.length }, 'could not record attempts');
      }
    }
    this.#settling = null;
    this.#checkIdle();
  }

  async #disableGone(batch: readonly Settlement[]): Promise<void> {
    const gone = batch.filter(({ outcome }) => outcome.kind === 'answered' && outcome.status === 410);
    for (const endpointId of new Set(gone.map(({ job }) => job.endpointId)))
      await disableGoneEndpoint(this.#parts, endpointId);
  }

  #checkIdle(): void {
    if (this.#state === 'stopping' && this.#underWay === 0 && !this.#settling && !this.#isClaiming)
      this.#onIdle?.();
  }
}
