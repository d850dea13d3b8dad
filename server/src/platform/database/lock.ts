import { SqliteFailure } from './sqlite-failure.ts';

interface Holder {
  isShared: boolean;
  since: number;
}

interface Waiting {
  isShared: boolean;
  enter: (holder: Holder) => void;
}

/** Whoever waited this long for a turn would wait on: something holds it that does not go on. */
const turnMaxMs = 15_000;

/** A lock that one holder has alone, or several share, in the order of asking. */
export class Lock {
  readonly #waiting: Waiting[] = [];
  /** In the order in which they entered. */
  readonly #holders = new Set<Holder>();

  /** For how long the one that has held it the longest has done so, in milliseconds; 0 while nobody holds it. */
  get heldMs(): number {
    const [oldest] = this.#holders;
    return oldest ? performance.now() - oldest.since : 0;
  }

  /**
   * Waits for the turn to be alone; answers the function that ends it. Ending it twice does nothing. Throws as busy when
   * the turn does not come within 15 seconds.
   */
  async alone(): Promise<() => void> {
    return this.#enter(false);
  }

  /** Waits until nobody is alone; answers the function that ends it. Throws as {@link alone} does. */
  async shared(): Promise<() => void> {
    return this.#enter(true);
  }

  async #enter(isShared: boolean): Promise<() => void> {
    const holder = await new Promise<Holder>((enter, refuse) => {
      const waiting: Waiting = { isShared, enter };
      this.#waiting.push(waiting);
      this.#admit();
      if (this.#waiting.at(-1) === waiting) this.#giveUpLate(waiting, refuse);
    });
    return () => {
      if (this.#holders.delete(holder)) this.#admit();
    };
  }

  #giveUpLate(waiting: Waiting, refuse: (error: Error) => void): void {
    const { enter } = waiting;
    const timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      refuse(new SqliteFailure('The turn to write did not come.', 'SQLITE_BUSY_TURN'));
      this.#admit();
    }, turnMaxMs);
    waiting.enter = (holder) => {
      clearTimeout(timer);
      enter(holder);
    };
  }

  #isFree(isShared: boolean): boolean {
    const [one] = this.#holders;
    return !one || (isShared && one.isShared);
  }

  #admit(): void {
    for (let [next] = this.#waiting; next && this.#isFree(next.isShared); [next] = this.#waiting) {
      this.#waiting.shift();
      const holder = { isShared: next.isShared, since: performance.now() };
      this.#holders.add(holder);
      next.enter(holder);
    }
  }
}
