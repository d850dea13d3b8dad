import type { Problem } from '../request/problem.ts';

/** Lets few do something at a time; a bounded number waits in the order of coming, and everybody else is refused. */
export class Turns {
  readonly #atOnce: number;
  readonly #waitingMax: number;
  readonly #refusal: () => Problem;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(limits: { atOnce: number; waitingMax: number }, refusal: () => Problem) {
    this.#atOnce = limits.atOnce;
    this.#waitingMax = limits.waitingMax;
    this.#refusal = refusal;
  }

  /** Does the work when it is its turn. Throws the refusal at once when too many wait already. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMax) throw this.#refusal();
      // Whoever ends hands its place on, so that nobody who comes in between takes it.
      await new Promise<void>((enter) => this.#waiting.push(enter));
    } else this.#busy += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }
}
