import type { Parts } from '../lib/parts.ts';
import { removeExpiredRecords } from './idempotency.service.ts';

const everyMs = 60_000;

/** Removes expired Idempotency-Key records, a bounded number a minute. */
export class HousekeepingWorker {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#clean(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #clean(): Promise<void> {
    try {
      await removeExpiredRecords(this.#parts);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'could not remove expired idempotency records');
    }
  }
}
