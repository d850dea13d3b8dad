import { Problem } from './problem.ts';

/** What the bodies of all requests under way may hold at once. */
export interface BodyLimits {
  /** A body is large from this length on, in bytes. */
  largeFrom: number;
  /** Of all bodies, or parts of them, that are not large. */
  smallBytesMax: number;
  /** Of one caller. */
  smallBytesOfOne: number;
  /** Of all callers without a credential. */
  smallBytesOfAnyone: number;
  largeBytesMax: number;
  largeBytesOfOne: number;
  largeMax: number;
  waitingMax: number;
  waitingOfOne: number;
  waitMs: number;
}

const kib = 1024;
const mib = 1024 * kib;

/** One contract of the largest size and several ordinary ones at once; and what thousands of ordinary calls need, tenfold. */
export const bodyLimits: BodyLimits = {
  largeFrom: 256 * kib,
  smallBytesMax: 64 * mib,
  smallBytesOfOne: 24 * mib,
  smallBytesOfAnyone: 16 * mib,
  largeBytesMax: 64 * mib,
  largeBytesOfOne: 48 * mib,
  largeMax: 8,
  waitingMax: 64,
  waitingOfOne: 16,
  waitMs: 5000,
};

/** Whose bodies are counted together: a credential, or whoever calls from one address without one. */
export interface BodyOwner {
  id: string;
  isAnyone: boolean;
}

interface Waiting {
  share: BodyShare;
  cost: number;
  resolve: () => void;
  reject: (problem: Problem) => void;
  timer: NodeJS.Timeout;
}

interface Held {
  small: number;
  large: number;
  waiting: number;
}

const busy = (detail: string) => new Problem('request.busy', { detail, retryAfterSeconds: 2 });

/**
 * What the bodies of one process hold, in bytes, and who waits for room. It counts what has arrived, never what was only
 * announced: announcing costs nobody anything.
 */
export class BodyBudget {
  readonly limits: BodyLimits;
  readonly #held = new Map<string, Held>();
  readonly #waiting: Waiting[] = [];
  #small = 0;
  #smallOfAnyone = 0;
  #large = 0;
  #largeCount = 0;

  constructor(limits: BodyLimits = bodyLimits) {
    this.limits = limits;
  }

  /** The share of one body, which holds nothing yet. Whoever opens it closes it, whatever happens. */
  open(owner: BodyOwner): BodyShare {
    return new BodyShare(this, owner);
  }

  /** @internal For {@link BodyShare}: throws `request.busy` when there is no room for these bytes. */
  holdSmall({ id, isAnyone }: BodyOwner, bytes: number): void {
    const held = this.#of(id);
    const ofAnyone = isAnyone ? this.#smallOfAnyone + bytes : 0;
    if (held.small + bytes > this.limits.smallBytesOfOne)
      throw busy('You are sending more at once than one caller may. Send fewer requests at a time.');
    if (this.#small + bytes > this.limits.smallBytesMax || ofAnyone > this.limits.smallBytesOfAnyone)
      throw busy('Parley is reading as many requests as it can. Try again in a moment.');
    held.small += bytes;
    this.#small += bytes;
    if (isAnyone) this.#smallOfAnyone = ofAnyone;
  }

  /** @internal */
  releaseSmall({ id, isAnyone }: BodyOwner, bytes: number): void {
    this.#of(id).small -= bytes;
    this.#small -= bytes;
    if (isAnyone) this.#smallOfAnyone -= bytes;
    this.#forget(id);
  }

  /** @internal Resolves when a large body may be read; rejects with `request.busy` when that takes too long. */
  async waitForLarge(share: BodyShare, cost: number): Promise<void> {
    const held = this.#of(share.owner.id);
    const { waitingMax, waitingOfOne, waitMs } = this.limits;
    if (this.#waiting.length >= waitingMax || held.waiting >= waitingOfOne) {
      this.#forget(share.owner.id);
      throw busy('Many large requests are waiting already. Send fewer at a time.');
    }
    held.waiting += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.cancel(share), waitMs);
      this.#waiting.push({ share, cost, resolve, reject, timer });
      this.#admit();
    });
  }

  /** @internal Takes out who waits, with the problem that it did not get its turn. */
  cancel(share: BodyShare): void {
    const index = this.#waiting.findIndex((one) => one.share === share);
    const [waiting] = index === -1 ? [] : this.#waiting.splice(index, 1);
    if (!waiting) return;
    this.#leave(waiting);
    waiting.reject(busy('Other large requests are being read. Try again in a moment.'));
  }

  /** @internal */
  releaseLarge({ id }: BodyOwner, cost: number): void {
    this.#of(id).large -= cost;
    this.#large -= cost;
    this.#largeCount -= 1;
    this.#forget(id);
    this.#admit();
  }

  #of(id: string): Held {
    let held = this.#held.get(id);
    if (!held) {
      held = { small: 0, large: 0, waiting: 0 };
      this.#held.set(id, held);
    }
    return held;
  }

  #forget(id: string): void {
    const held = this.#held.get(id);
    if (held && held.small === 0 && held.large === 0 && held.waiting === 0) this.#held.delete(id);
  }

  #leave({ share, timer }: Waiting): void {
    clearTimeout(timer);
    this.#of(share.owner.id).waiting -= 1;
    this.#forget(share.owner.id);
  }

  /** Lets in whom there is room for, the longest wait first; whoever has used up its own share is passed over. */
  #admit(): void {
    const { largeMax, largeBytesMax, largeBytesOfOne } = this.limits;
    for (let index = 0; index < this.#waiting.length && this.#largeCount < largeMax;) {
      const waiting = this.#waiting[index];
      if (!waiting) return;
      const held = this.#of(waiting.share.owner.id);
      if (held.large + waiting.cost > largeBytesOfOne) {
        index += 1;
        continue;
      }
      // Not passed over: small ones would keep the largest waiting for ever.
      if (this.#large + waiting.cost > largeBytesMax) return;
      this.#waiting.splice(index, 1);
      held.large += waiting.cost;
      this.#large += waiting.cost;
      this.#largeCount += 1;
      this.#leave(waiting);
      waiting.share.grow(waiting.cost);
      waiting.resolve();
    }
  }
}

/** What one body holds of the budget. */
export class BodyShare {
  readonly owner: BodyOwner;
  readonly #budget: BodyBudget;
  #small = 0;
  #large = 0;
  #isClosed = false;

  constructor(budget: BodyBudget, owner: BodyOwner) {
    this.#budget = budget;
    this.owner = owner;
  }

  /** Counts bytes that have arrived. Throws `request.busy` when there is no room for them. */
  hold(bytes: number): void {
    if (this.#large > 0 || this.#isClosed) return;
    this.#budget.holdSmall(this.owner, bytes);
    this.#small += bytes;
  }

  /**
   * Waits for room for a large body of at most `cost` bytes; after that its bytes are counted already. Rejects with
   * `request.busy`.
   */
  async wait(cost: number): Promise<void> {
    await this.#budget.waitForLarge(this, cost);
  }

  /** @internal For {@link BodyBudget}. */
  grow(cost: number): void {
    this.#large = cost;
  }

  /** Gives everything back. A second time it does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#budget.cancel(this);
    if (this.#small > 0) this.#budget.releaseSmall(this.owner, this.#small);
    if (this.#large > 0) this.#budget.releaseLarge(this.owner, this.#large);
  }
}
