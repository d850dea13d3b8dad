import type { Loop } from '../../platform/process/wing.ts';
import type { FailureTally } from './failure-tally.ts';
import { keepFailures, type Keeper } from './issue-life.service.ts';

const everyMs = 1000;

/** Writes down every second what failed, beside the attempts and after them. Stopping writes the rest. */
export class IssueWorker implements Loop {
  readonly #keeper: Keeper;
  readonly #tally: FailureTally;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(keeper: Keeper, tally: FailureTally) {
    this.#keeper = keeper;
    this.#tally = tally;
  }

  start(): void {
    this.#goOn();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#round;
    await this.#keep();
  }

  #goOn(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.#keep().finally(() => this.#goOn());
    }, everyMs).unref();
  }

  async #keep(): Promise<void> {
    if (this.#tally.isEmpty) return;
    await keepFailures(this.#keeper, this.#tally).catch((error: unknown) =>
      this.#keeper.parts.log.warn({ err: error }, 'could not count failures, trying again'),
    );
  }
}
