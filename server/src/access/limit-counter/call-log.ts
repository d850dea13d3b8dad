const smallest = 4;

// Typed arrays cost fifty times as much to make, and most logs are short.
const zeros = (size: number): number[] => Array.from({ length: size }, () => 0);

/**
 * When calls were let through, so that those of any window can be counted to the call: a ring of milliseconds, each with how
 * many calls it had. It holds no more entries than calls of one window, and than the window has milliseconds.
 */
export class CallLog {
  #times = zeros(smallest);
  #counts = zeros(smallest);
  #head = 0;
  #length = 0;
  /** Calls that are in the log. */
  total = 0;

  /** Forgets the calls that were made at this time or before. */
  forgetUntil(ms: number): void {
    const mask = this.#times.length - 1;
    while (this.#length > 0 && (this.#times[this.#head] ?? 0) <= ms) {
      this.total -= this.#counts[this.#head] ?? 0;
      this.#head = (this.#head + 1) & mask;
      this.#length -= 1;
    }
    if (this.#length === 0 && this.#times.length > 1024) this.#resize(smallest);
  }

  /** Notes calls at a time that is not before those that are noted. */
  add(ms: number, calls: number): void {
    const mask = this.#times.length - 1;
    const last = (this.#head + this.#length - 1) & mask;
    this.total += calls;
    if (this.#length > 0 && this.#times[last] === ms) {
      this.#counts[last] = (this.#counts[last] ?? 0) + calls;
      return;
    }
    if (this.#length === this.#times.length) this.#resize(this.#times.length * 2);
    const next = (this.#head + this.#length) & (this.#times.length - 1);
    this.#times[next] = ms;
    this.#counts[next] = calls;
    this.#length += 1;
  }

  /** The time of the call with which the oldest `calls` of them are complete; `null` when there are not so many. */
  timeOfOldest(calls: number): number | null {
    const mask = this.#times.length - 1;
    let passed = 0;
    for (let index = 0; index < this.#length; index += 1) {
      const at = (this.#head + index) & mask;
      passed += this.#counts[at] ?? 0;
      if (passed >= calls) return this.#times[at] ?? null;
    }
    return null;
  }

  /** The time of the newest call; `null` when there is none. */
  get newest(): number | null {
    if (this.#length === 0) return null;
    return this.#times[(this.#head + this.#length - 1) & (this.#times.length - 1)] ?? null;
  }

  // Sizes are powers of two, so that a place is found by a mask.
  #resize(size: number): void {
    const times = zeros(size);
    const counts = zeros(size);
    const mask = this.#times.length - 1;
    for (let index = 0; index < this.#length; index += 1) {
      const at = (this.#head + index) & mask;
      times[index] = this.#times[at] ?? 0;
      counts[index] = this.#counts[at] ?? 0;
    }
    this.#times = times;
    this.#counts = counts;
    this.#head = 0;
  }
}
