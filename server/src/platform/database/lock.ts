interface Waiting {
  isShared: boolean;
  enter: () => void;
}

/** A lock that one holder has alone, or several share, in the order of asking. */
export class Lock {
  readonly #waiting: Waiting[] = [];
  #sharing = 0;
  #isAlone = false;

  /** Waits for the turn to be alone; answers the function that ends it. Ending it twice does nothing. */
  async alone(): Promise<() => void> {
    return this.#enter(false);
  }

  /** Waits until nobody is alone; answers the function that ends it. */
  async shared(): Promise<() => void> {
    return this.#enter(true);
  }

  async #enter(isShared: boolean): Promise<() => void> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ isShared, enter });
      this.#admit();
    });
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (isShared) this.#sharing -= 1;
      else this.#isAlone = false;
      this.#admit();
    };
  }

  #admit(): void {
    for (let [next] = this.#waiting; next && !this.#isAlone; [next] = this.#waiting) {
      if (!next.isShared && this.#sharing > 0) return;
      this.#waiting.shift();
      if (next.isShared) this.#sharing += 1;
      else this.#isAlone = true;
      next.enter();
    }
  }
}
