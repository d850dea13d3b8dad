import { minuteMs } from '@parley/shared/words/time';
import type { Log } from './log.ts';

/** Something that is to be done again and again, a bounded amount each time. */
export interface Chore {
  name: string;
  run: () => Promise<unknown>;
}

const everyMs = minuteMs;

/** Does the chores every minute, one after the other. One that fails is tried again with the next round. */
export class Chores {
  readonly #log: Log;
  readonly #chores: readonly Chore[];
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(log: Log, chores: readonly Chore[]) {
    this.#log = log;
    this.#chores = chores;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), everyMs).unref();
  }

  /** One round now; joins the one under way. */
  async run(): Promise<void> {
    if (!this.#isBusy) {
      this.#isBusy = true;
      this.#round = this.#doAll().finally(() => {
        this.#isBusy = false;
      });
    }
    return this.#round;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async #doAll(): Promise<void> {
    for (const { name, run } of this.#chores)
      await run().catch((error: unknown) => this.#log.warn({ err: error, chore: name }, 'a chore failed'));
  }
}
