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
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Waits for a turn and answers what ends it, which may be called more than once. Refuses as {@link take} does. */
  async enter(): Promise<() => void> {
    if (this.#busy >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMax) throw this.#refusal();
      // Whoever ends hands its place on, so that nobody who comes in between takes it.
      await new Promise<void>((enter) => this.#waiting.push(enter));
    } else this.#busy += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    };
  }
}
