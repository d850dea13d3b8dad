import type { EntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Row, SqliteFile } from './sqlite.ts';

type Parameter = string | number | null;

/** Column names with their PostgreSQL types. */
export type Columns = Readonly<Record<string, 'text' | 'bigint' | 'integer' | 'double precision'>>;

/** Reads inside or outside of a transaction. */
export interface Reader {
  /** `sql` has `?` for each parameter, in both dialects. */
  all: <Found>(sql: string, ...parameters: Parameter[]) => Promise<Found[]>;
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

/**
 * Batched statements beside the ORM, for the paths where every microsecond is paid per event: publish, claim, settle,
 * verify, count. On PostgreSQL a batch is one statement over one JSON parameter; on SQLite, where a statement is a
 * function call and no round trip, it is one prepared statement run for each row, at half the cost.
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

  /** One statement by itself. */
  async all<Found>(sql: string, ...parameters: Parameter[]): Promise<Found[]> {
    return this.#on<Found>(this.#client(), sql, parameters);
  }

  /**
   * Runs `work` in one transaction. `synced` returns only after the commit is on disk. `relaxed` does not wait for it:
   * right for results whose loss only repeats work that may be repeated, never for what was acknowledged to a caller.
   */
  async transaction<Result>(durability: Durability, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (durability === 'relaxed' && this.#file) return this.#relaxedOnSqlite(work);
    return this.#client()
      .transaction()
      .execute(async (client) => {
        if (durability === 'relaxed') await this.#on(client, 'set local synchronous_commit = off', []);
        return work(this.#txOf((sql, ...parameters) => this.#on(client, sql, parameters)));
      });
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

  #txOf(all: Reader['all']): Tx {
    const file = this.#file;
    return {
      all,
      insertRows: async (table, columns, rows, more = {}) => {
        if (rows.length === 0) return;
        const names = Object.keys(columns);
        const constants = Object.entries(more.constants ?? {});
        const into = `insert into ${table} (${[...names, ...constants.map(([name]) => name)].join(', ')})`;
        const fixed = constants.map(([, sql]) => sql);
        const conflict = more.onConflict === undefined ? '' : ` on conflict ${more.onConflict}`;
        if (file)
          file.runEach(
            `${into} values (${[...names.map((name) => `@${name}`), ...fixed].join(', ')})${conflict}`,
            rows,
          );
        else
          await all(
            `${into} select ${[...names.map((name) => `r.${name}`), ...fixed].join(', ')}
             from ${this.rowsOf(columns, 'r')} where true${conflict}`,
            JSON.stringify(rows),
          );
      },
      updateRows: async (table, columns, rows, { set, where }) => {
        if (rows.length === 0) return;
        if (file)
          file.runEach(`update ${table} set ${set} where ${where}`.replaceAll(/\br\.(\w+)/g, '@$1'), rows);
        else
          await all(
            `update ${table} set ${set} from ${this.rowsOf(columns, 'r')} where ${where}`,
            JSON.stringify(rows),
          );
      },
    };
  }

  // SQLite refuses the pragma inside a transaction, so one exclusive hold of the connection spans all of it.
  async #relaxedOnSqlite<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#client()
      .connection()
      .execute(async (client) => {
        const all: Reader['all'] = (sql, ...parameters) => this.#on(client, sql, parameters);
        await all('pragma synchronous = normal');
        try {
          await all('begin');
          try {
            const result = await work(this.#txOf(all));
            await all('commit');
            return result;
          } catch (error) {
            await all('rollback').catch(() => []);
            throw error;
          }
        } finally {
          await all('pragma synchronous = full');
        }
      });
  }

  async #on<Found>(client: Kysely<unknown>, sql: string, parameters: Parameter[]): Promise<Found[]> {
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
