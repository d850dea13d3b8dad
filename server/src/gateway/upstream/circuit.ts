import type { RoutePolicy } from '@parley/shared/gateway/route';

type Rules = RoutePolicy['circuit'];

/** What is known of one upstream: by its calls, and by its probe. Times are milliseconds of a steady clock. */
export class UpstreamHealth {
  #failures = 0;
  #openUntil = Number.NEGATIVE_INFINITY;
  #isTrying = false;
  #isProbedDown = false;

  /** Whether a call may go to it now. Of an upstream that was spared, one call tries. */
  isOpenTo(now: number): boolean {
    if (this.#isProbedDown) return false;
    if (this.#openUntil === Number.NEGATIVE_INFINITY) return true;
    return now >= this.#openUntil && !this.#isTrying;
  }

  /** Milliseconds until it may be tried again; 0 when it may. */
  waitMs(now: number): number {
    return this.#openUntil === Number.NEGATIVE_INFINITY ? 0 : Math.max(0, this.#openUntil - now);
  }

  /** Marks a call that goes to it. */
  take(): void {
    if (this.#openUntil !== Number.NEGATIVE_INFINITY) this.#isTrying = true;
  }

  /** Gives the turn of a try back of which nothing came, such as of a caller who left. */
  release(): void {
    this.#isTrying = false;
  }

  succeed(): void {
    this.#failures = 0;
    this.#openUntil = Number.NEGATIVE_INFINITY;
    this.#isTrying = false;
  }

  fail({ failures, openSeconds }: Rules, now: number): void {
    this.#failures += 1;
    this.#isTrying = false;
    if (this.#failures >= failures) this.#openUntil = now + openSeconds * 1000;
  }

  /** What its probe found. */
  probed(isUp: boolean): void {
    this.#isProbedDown = !isUp;
  }
}
