import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../../platform/process/log.ts';
import type { Store } from '../../platform/database/store.ts';

const channel = 'parley_due';
const gatherMs = 5;
const reconnectMs = 1000;

/**
 * Tells the workers of all processes that deliveries are due, by LISTEN/NOTIFY. A hint and no more: workers look by
 * themselves every second. Sent after the commit and by itself: a NOTIFY inside the transaction makes all commits of the
 * database wait for each other. On SQLite there is nobody else to tell.
 */
export class Signal {
  readonly #store: Store;
  readonly #url: string | null;
  readonly #log: Log;
  #client: Client | null = null;
  #isStopped = false;
  #isSending = false;

  /** `url` of PostgreSQL, or `null`. */
  constructor(store: Store, url: string | null, log: Log) {
    this.#store = store;
    this.#url = url;
    this.#log = log;
  }

  /** Calls `onDue` at every signal, until stopped. */
  listen(onDue: () => void): void {
    if (this.#url !== null) void this.#stayConnected(this.#url, onDue);
  }

  /** Sends one signal for whatever asks within a moment. */
  send(): void {
    if (this.#url === null || this.#isSending || this.#isStopped) return;
    this.#isSending = true;
    setTimeout(() => {
      this.#isSending = false;
      this.#store.all(`select pg_notify('${channel}', '')`).catch((error: unknown) => {
        this.#log.debug({ err: error }, 'could not signal due deliveries');
      });
    }, gatherMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #stayConnected(url: string, onDue: () => void): Promise<void> {
    while (!this.#isStopped) {
      const client = new Client({ connectionString: url, keepAlive: true });
      const ended = new Promise<void>((resolve) => {
        client.on('end', () => resolve());
        client.on('error', () => resolve());
      });
      client.on('notification', onDue);
      try {
        await client.connect();
        this.#client = client;
        await client.query(`listen ${channel}`);
        onDue();
        await ended;
      } catch (error) {
        this.#log.debug({ err: error }, 'could not listen for due deliveries');
      }
      await client.end().catch(() => undefined);
      if (!this.#isStopped) await sleep(reconnectMs, undefined, { ref: false });
    }
  }
}
