interface Waiting {
  owner: string;
  run: () => void;
  timer: NodeJS.Timeout;
}

/**
 * Lets few pieces of work run at once: so many of one owner, so many in all. Owners that wait take turns, so that one with
 * a hundred names that nobody answers for holds up its own names and nobody else's.
 */
export class LookupQueue {
  readonly #limits: { perOwner: number; all: number };
  readonly #running = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #all = 0;

  constructor(limits: { perOwner: number; all: number }) {
    this.#limits = limits;
  }

  /**
   * Waits for a turn, so many milliseconds at most. Answers what ends the turn, which the caller has to call; `null` when
   * none came.
   */
  async turn(owner: string, withinMs: number): Promise<(() => void) | null> {
    return new Promise((resolve) => {
      const entry: Waiting = {
        owner,
        run: () => {
          clearTimeout(entry.timer);
          resolve(this.#begin(owner));
        },
        timer: setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(entry), 1);
          resolve(null);
        }, withinMs),
      };
      this.#waiting.push(entry);
      this.#start();
    });
  }

  #begin(owner: string): () => void {
    this.#all += 1;
    this.#running.set(owner, (this.#running.get(owner) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#all -= 1;
      const left = (this.#running.get(owner) ?? 1) - 1;
      if (left > 0) this.#running.set(owner, left);
      else this.#running.delete(owner);
      this.#start();
    };
  }

  #start(): void {
    while (this.#all < this.#limits.all) {
      // First of those whose owner has the fewest under way.
      let chosen = -1;
      let fewest = this.#limits.perOwner;
      for (const [index, { owner }] of this.#waiting.entries()) {
        const running = this.#running.get(owner) ?? 0;
        if (running >= fewest) continue;
        chosen = index;
        fewest = running;
        if (running === 0) break;
      }
      const [next] = chosen < 0 ? [] : this.#waiting.splice(chosen, 1);
      if (!next) return;
      next.run();
    }
  }
}
