import type { Job } from '../delivery/claim.service.ts';
import {
  countBegun,
  giveClaimsBack,
  postponeMs,
  setAsideDeliveries,
  suspectFrom,
} from '../delivery/queue.service.ts';
import type { Parts } from '../../platform/process/parts.ts';

/** At so many it is set aside: it was under way each time, in the end alone. */
const setAsideAt = 5;

/** Whether a job is sent with care. */
export const isSuspect = ({ abandonedCount }: Job): boolean => abandonedCount >= suspectFrom;

const isGuilty = ({ abandonedCount }: Job): boolean => abandonedCount >= setAsideAt;

const endedProcess = `Its attempt ended the process ${setAsideAt} times, so it is not tried by itself any more. See the log of those times, then retry it by hand.`;

/** How many suspects of one level may be under way at once: fewer each time, until the guilty one is alone. */
const together = (abandonedCount: number): number => [32, 4, 1][abandonedCount - suspectFrom] ?? 1;

const heldMax = 1024;
const bytesMax = 16 * 1024 * 1024;

/**
 * The suspects that a worker holds: deliveries that were claimed by processes which then died. One that ends the process
 * each time has to be found among the innocent that were held with it, so those of the lowest count go first, and only
 * those of one count at a time. An attempt that ends, however it ends, clears its delivery.
 */
export class Suspects {
  #waiting: Job[] = [];
  readonly #underWay = new Set<Job>();
  #bytes = 0;

  /** Takes jobs in; answers those for which there is no room. */
  add(jobs: readonly Job[]): Job[] {
    // One that is claimed again waited until its claim ran out.
    const again = new Set(jobs.map(({ deliveryId }) => deliveryId));
    this.drop(({ deliveryId }) => again.has(deliveryId));
    const surplus: Job[] = [];
    for (const job of jobs.toSorted((one, other) => one.abandonedCount - other.abandonedCount)) {
      const hasRoom = this.#waiting.length < heldMax && this.#bytes + job.body.length <= bytesMax;
      if (!hasRoom && this.#waiting.length > 0) {
        surplus.push(job);
        continue;
      }
      this.#bytes += job.body.length;
      this.#waiting.push(job);
    }
    this.#waiting.sort((one, other) => one.abandonedCount - other.abandonedCount);
    return surplus;
  }

  /** How many may go now. */
  get ready(): number {
    const [first] = this.#waiting;
    const [current] = this.#underWay;
    if (!first || (current && current.abandonedCount !== first.abandonedCount)) return 0;
    const others = this.#waiting.findIndex((job) => job.abandonedCount !== first.abandonedCount);
    const alike = others < 0 ? this.#waiting.length : others;
    return Math.max(0, Math.min(alike, together(first.abandonedCount) - this.#underWay.size));
  }

  /** Those that may go now. They count as under way from here on. */
  next(): Job[] {
    const chosen = this.#waiting.splice(0, this.ready);
    for (const job of chosen) {
      this.#bytes -= job.body.length;
      this.#underWay.add(job);
    }
    return chosen;
  }

  /** Ends one that was under way, if it was. */
  end(job: Job): void {
    this.#underWay.delete(job);
  }

  /** Gives up those that wait, of the ones that are asked for. */
  drop(isAsked: (job: Job) => boolean): Job[] {
    const dropped = this.#waiting.filter(isAsked);
    this.#waiting = this.#waiting.filter((job) => !isAsked(job));
    for (const job of dropped) this.#bytes -= job.body.length;
    return dropped;
  }
}

/** What the worker does with suspects: starts those that may go, gives back those that could not be counted. */
interface SuspectHooks {
  begin: (jobs: readonly Job[]) => void;
  giveBack: (jobs: readonly Job[]) => void;
}

/** The way of suspects through a worker: set aside, or counted on disk and then begun. */
export class SuspectFlow {
  readonly #parts: Parts;
  readonly #owner: string;
  readonly #hooks: SuspectHooks;
  readonly #suspects = new Suspects();
  #admitting: Promise<void> | null = null;

  constructor(parts: Parts, owner: string, hooks: SuspectHooks) {
    this.#parts = parts;
    this.#owner = owner;
    this.#hooks = hooks;
  }

  /** Resolves when none is about to begin. */
  get idle(): Promise<void> {
    return this.#admitting ?? Promise.resolve();
  }

  /** Takes claimed suspects: those that ended the process each time are set aside, the others go when it is their turn. */
  async hold(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const { store, log } = this.#parts;
    const now = this.#parts.now().getTime();
    const guilty = jobs.filter(isGuilty);
    await setAsideDeliveries(store, this.#owner, guilty, {
      reason: 'ended_process',
      words: endedProcess,
      now,
    });
    for (const { deliveryId } of guilty)
      log.error({ deliveryId }, 'a delivery that ends the process is set aside');
    const surplus = this.#suspects.add(jobs.filter((job) => !isGuilty(job)));
    await giveClaimsBack(store, this.#owner, surplus, now + postponeMs);
    this.#admit();
  }

  /** Ends one that was begun, if it is one. */
  end(job: Job): void {
    if (!isSuspect(job)) return;
    this.#suspects.end(job);
    this.#admit();
  }

  /** Takes back those that wait, of the endpoints that are asked for. */
  drainWaiting(isAsked: (endpointId: string) => boolean = () => true): Job[] {
    return this.#suspects.drop(({ endpointId }) => isAsked(endpointId));
  }

  #admit(): void {
    this.#admitting ??= this.#admitAll().finally(() => {
      this.#admitting = null;
      // One may have ended after the last look.
      if (this.#suspects.ready > 0) this.#admit();
    });
  }

  async #admitAll(): Promise<void> {
    for (let jobs = this.#suspects.next(); jobs.length > 0; jobs = this.#suspects.next()) {
      try {
        await countBegun(this.#parts.store, this.#owner, jobs);
        this.#hooks.begin(jobs);
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'could not count suspects, trying again');
        for (const job of jobs) this.#suspects.end(job);
        this.#hooks.giveBack(jobs);
      }
    }
  }
}
