import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const lookEveryMs = 4;
/** As long as nobody new begins to wait, this is how long those who wait are made to. */
const steadyMs = 120;
/** For calls that work before they first write, such as reading a contract. */
const firstMs = 3000;

const isOurs = `pid <> pg_backend_pid() and datname = current_database() and query not ilike '%usage%'`;

/**
 * Makes calls meet. While all tables are locked against writing, everybody reads and decides, and waits at the first write
 * or lock; then all go on at once. Two that decide by what they read before they write both decide alike then, every time.
 */
export class Barrier implements AsyncDisposable {
  readonly #client: Client;
  readonly #tables: string;

  private constructor(client: Client, tables: string) {
    this.#client = client;
    this.#tables = tables;
  }

  /** Of the database at this URL. */
  static async open(url: string): Promise<Barrier> {
    const client = new Client(url);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
    );
    return new Barrier(client, rows.map(({ name }) => name).join(', '));
  }

  /** Runs all calls at once and lets each of their transactions wait for the others; answers what they answer. */
  async race<Result>(calls: readonly (() => Promise<Result>)[]): Promise<Result[]> {
    let pending = calls.length;
    await this.#lock();
    const running = Promise.all(
      calls.map(async (call) =>
        call().finally(() => {
          pending -= 1;
        }),
      ),
    );
    do {
      await this.#gather(() => pending);
      await this.#client.query('rollback');
      // Whoever waited is through before we get the locks again.
    } while (await this.#lock(() => pending === 0));
    await this.#client.query('rollback');
    return running;
  }

  // Table by table: who holds one and waits for another would wait for us in a ring, so we never wait long.
  async #lock(isOver = () => false): Promise<boolean> {
    while (!isOver()) {
      await this.#client.query(`rollback; begin; set local lock_timeout = '20ms'`);
      try {
        await this.#client.query(`lock table ${this.#tables} in exclusive mode`);
        // What we look at next may wait for the database's own work.
        await this.#client.query('set local lock_timeout = 0');
        return true;
      } catch {
        await sleep(lookEveryMs);
      }
    }
    return false;
  }

  async #gather(pending: () => number): Promise<void> {
    let seen = 0;
    let since = performance.now();
    for (;;) {
      const { rows } = await this.#client.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and ${isOurs}`,
      );
      const waiting = rows[0]?.count ?? 0;
      if (pending() === 0 || waiting >= pending()) return;
      if (waiting !== seen) since = performance.now();
      seen = waiting;
      if (performance.now() - since > (waiting === 0 ? firstMs : steadyMs)) return;
      await sleep(lookEveryMs);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
