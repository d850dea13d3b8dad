/**
 * Time that never goes back: while the given clock is behind where it was, as after somebody set it, time goes on from
 * where it stood. Limits that looked at the clock itself would shut a caller out until it has caught up.
 */
export class SteadyClock {
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
