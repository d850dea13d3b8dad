import type { Store } from '../database/store.ts';

const limitMs = 2500;

/** Whether the database takes writes now. Whoever asks at the same time is told the same: it is looked at once. */
export class Readiness {
  readonly #store: Store;
  #looking: Promise<boolean> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Answers within 2.5 seconds. */
  async isReady(): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), limitMs);
    this.#looking ??= this.#look();
    return Promise.race([this.#looking, late.promise]).finally(() => clearTimeout(timer));
  }

  async #look(): Promise<boolean> {
    return this.#store
      .probe()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.#looking = undefined;
      });
  }
}
