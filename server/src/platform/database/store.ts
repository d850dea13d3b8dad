import { stat } from 'node:fs/promises';
import type { EntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { whileBusy } from './busy.ts';
import { retryConflicts } from './conflict.ts';
import type { SqliteFile } from './sqlite.ts';
import { walBytesMax } from './sqlite-file.ts';
import { SqliteTransaction } from './sqlite-transaction.ts';
import type { Value } from './sqlite-writer.ts';
import { insideTransaction } from '../request/transaction-mark.ts';

/** One row by the names of its columns. */
type Row = Readonly<Record<string, Value>>;

/** Column names with their PostgreSQL types. */
export type Columns = Readonly<Record<string, 'text' | 'bigint' | 'integer' | 'double precision'>>;

/** Reads inside or outside of a transaction. */
export interface Reader {
  /** `sql` has `?` for each parameter, in both dialects. */
  all: <Found>(sql: string, ...parameters: Value[]) => Promise<Found[]>;
}

/** One transaction. */
export interface Tx extends Reader {
  /**
   * Inserts rows. `constants` are further columns with SQL that is the same for every row; `onConflict` is what follows
   * those words.
   */
  insertRows: (
    table: string,
    columns: Columns,
    rows: readonly Row[],
    more?: { constants?: Readonly<Record<string, string>>; onConflict?: string },
  ) => Promise<void>;
  /** Updates one row of the table for each given row. `set` and `where` write a column of the given row as `r.name`. */
  updateRows: (
    table: string,
    columns: Columns,
    rows: readonly Row[],
    sql: { set: string; where: string },
  ) => Promise<void>;
}

/** What a transaction waits for: `synced` for the disk, `relaxed` for nothing. */
export type Durability = 'synced' | 'relaxed';

/** On SQLite these wait for the disk, which is for the thread that writes. */
const writes = /^\s*(?:insert|update|delete)\b/i;

const probePatienceMs = 1000;

/**
 * Batched statements beside the ORM, for the paths where every microsecond is paid per event: publish, claim, settle,
 * verify, count. On PostgreSQL a batch is one statement over one JSON parameter; on SQLite it is one prepared statement
 * run for each row, on the thread that writes, where waiting for the disk stops nobody else.
 */
export class Store {
  readonly dialect: 'sqlite' | 'postgresql';
  readonly #client: () => Kysely<unknown>;
  readonly #file: SqliteFile | null;
  readonly #numbered = new Map<string, string>();

  /** `file` is the opened file on SQLite and `null` on PostgreSQL. */
  constructor(client: () => Kysely<unknown>, file: SqliteFile | null) {
    this.dialect = file ? 'sqlite' : 'postgresql';
    this.#client = client;
    this.#file = file;
  }

  /**
   * Reads of a row or so by its key, on the connection of this thread: crossing to another costs more than they do. All
   * others take as long as they like elsewhere.
   */
  get near(): Reader {
    const { near } = this.#file ?? {};
    return near ? { all: async (sql, ...parameters) => this.#on(near, sql, parameters) } : this;
  }

  /** One statement by itself; one that writes returns only after it is on disk. */
  async all<Found>(sql: string, ...parameters: Value[]): Promise<Found[]> {
    if (this.#file && writes.test(sql)) {
      const alone = new SqliteTransaction(this.#file, 'synced');
      return alone.only<Found>(sql, parameters).finally(() => alone.end());
    }
    return this.#on<Found>(this.#client(), sql, parameters);
  }

  /**
   * Runs `work` in one transaction. `synced` returns only after the commit is on disk. `relaxed` does not wait for it:
   * right for results whose loss only repeats work that may be repeated, never for what was acknowledged to a caller.
   * On PostgreSQL `work` begins again after a deadlock.
   */
  async transaction<Result>(durability: Durability, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return insideTransaction(async () => this.#transaction(durability, work));
  }

  async #transaction<Result>(durability: Durability, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (this.#file) return this.#onThread(new SqliteTransaction(this.#file, durability), work);
    return retryConflicts(async () =>
      this.#client()
        .transaction()
        .execute(async (client) => {
          if (durability === 'relaxed') await this.#on(client, 'set local synchronous_commit = off', []);
          return work(this.#txOf((sql, ...parameters) => this.#on(client, sql, parameters)));
        }),
    );
  }

  /** Begins and ends a transaction that may write, by each way that there is, and changes nothing. Throws what stands against it. */
  async probe(): Promise<void> {
    if (!this.#file) {
      const [found] = await this.transaction('relaxed', async (tx) =>
        tx.all<{ only: string }>(`select current_setting('transaction_read_only') as only`),
      );
      if (found?.only !== 'off') throw new Error('This PostgreSQL takes no writes.');
      return;
    }
    const { writer, writing } = this.#file;
    await this.all('select 1');
    await whileBusy(probePatienceMs, async () => {
      const release = await writing.shared();
      await writer.take([{ kind: 'begin', durability: 'relaxed' }, { kind: 'commit' }]).finally(release);
    });
  }

  /** On SQLite: for how long one and the same transaction has had the turn to write, in milliseconds. */
  get heldMs(): number {
    return this.#file?.writing.heldMs ?? 0;
  }

  /** On SQLite: lets a WAL that a long reader made large shrink again. To be called now and then. */
  async cutLargeWal(): Promise<void> {
    if (!this.#file) return;
    const wal = await stat(`${this.#file.path}-wal`).catch(() => null);
    if (wal && wal.size > walBytesMax) this.#file.writer.cutWal();
  }

  /** The transaction that an entity manager has open. */
  within(em: EntityManager): Tx {
    const connection = em.getConnection();
    return this.#txOf((sql, ...parameters) =>
      connection.execute(sql, parameters, 'all', em.getTransactionContext()),
    );
  }

  /** A table expression over one JSON parameter that holds an array of objects. For reads; see {@link Tx} for writes. */
  rowsOf(columns: Columns, alias: string): string {
    const names = Object.entries(columns);
    return this.#file
      ? `(select ${names.map(([name]) => `value->>'${name}' as ${name}`).join(', ')} from json_each(?)) as ${alias}`
      : `jsonb_to_recordset(cast(? as jsonb)) as ${alias}(${names.map(([name, type]) => `${name} ${type}`).join(', ')})`;
  }

  // A transaction of the entity manager, or one on PostgreSQL. On SQLite the parameter holds the rows all the same.
  #txOf(all: Reader['all']): Tx {
    return {
      all,
      insertRows: async (table, columns, rows, more = {}) => {
        if (rows.length === 0) return;
        const names = Object.keys(columns);
        const { into, fixed, conflict } = insertOf(table, names, more);
        await all(
          `${into} select ${[...names.map((name) => `r.${name}`), ...fixed].join(', ')}
           from ${this.rowsOf(columns, 'r')} where true${conflict}`,
          JSON.stringify(rows),
        );
      },
      updateRows: async (table, columns, rows, { set, where }) => {
        if (rows.length === 0) return;
        await all(
          `update ${table} set ${set} from ${this.rowsOf(columns, 'r')} where ${where}`,
          JSON.stringify(rows),
        );
      },
    };
  }

  async #onThread<Result>(
    transaction: SqliteTransaction,
    work: (tx: Tx) => Promise<Result>,
  ): Promise<Result> {
    try {
      const result = await work(this.#txOnThread(transaction));
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw error;
    } finally {
      transaction.end();
    }
  }

  #txOnThread(transaction: SqliteTransaction): Tx {
    return {
      all: async <Found>(sql: string, ...parameters: Value[]) => transaction.all<Found>(sql, parameters),
      insertRows: async (table, columns, rows, more = {}) => {
        if (rows.length === 0) return;
        const names = Object.keys(columns);
        const { into, fixed, conflict } = insertOf(table, names, more);
        const sql = `${into} values (${[...names.map(() => '?'), ...fixed].join(', ')})${conflict}`;
        transaction.keep({ kind: 'each', sql, rows: valuesOf(rows, names) });
      },
      updateRows: async (table, _columns, rows, { set, where }) => {
        if (rows.length === 0) return;
        const names: string[] = [];
        const sql = `update ${table} set ${set} where ${where}`.replaceAll(
          /\br\.(\w+)/g,
          (_whole, name: string) => {
            names.push(name);
            return '?';
          },
        );
        transaction.keep({ kind: 'each', sql, rows: valuesOf(rows, names) });
      },
    };
  }

  async #on<Found>(client: Kysely<unknown>, sql: string, parameters: Value[]): Promise<Found[]> {
    const { rows } = await client.executeQuery<Found>(CompiledQuery.raw(this.#dialectOf(sql), parameters));
    return rows;
  }

  #dialectOf(sql: string): string {
    if (this.#file) return sql;
    let numbered = this.#numbered.get(sql);
    if (numbered === undefined) {
      let index = 0;
      numbered = sql.replaceAll('?', () => `$${(index += 1)}`);
      this.#numbered.set(sql, numbered);
    }
    return numbered;
  }
}

const insertOf = (
  table: string,
  names: readonly string[],
  more: { constants?: Readonly<Record<string, string>>; onConflict?: string },
) => {
  const constants = Object.entries(more.constants ?? {});
  return {
    into: `insert into ${table} (${[...names, ...constants.map(([name]) => name)].join(', ')})`,
    fixed: constants.map(([, sql]) => sql),
    conflict: more.onConflict === undefined ? '' : ` on conflict ${more.onConflict}`,
  };
};

const valuesOf = (rows: readonly Row[], names: readonly string[]): string =>
  JSON.stringify(rows.map((row) => names.map((name) => row[name])));
