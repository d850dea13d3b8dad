import type { EntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';

/** A value that a statement takes. Lists of rows go in as one JSON text, see {@link Store.rowsOf}. */
type Parameter = string | number | null;

/** Runs statements inside one transaction. */
export interface Tx {
  /** `sql` has `?` for each parameter, in both dialects. Answers the rows, none for a plain write. */
  all: <Row>(sql: string, ...parameters: Parameter[]) => Promise<Row[]>;
}

/**
 * Batched statements beside the ORM, for the paths where every microsecond is paid per event: publish, claim, settle,
 * verify, count. One SQL for both dialects; what differs is asked of this class.
 */
export class Store {
  readonly dialect: 'sqlite' | 'postgresql';
  readonly #client: () => Kysely<unknown>;
  readonly #numbered = new Map<string, string>();

  constructor(dialect: 'sqlite' | 'postgresql', client: () => Kysely<unknown>) {
    this.dialect = dialect;
    this.#client = client;
  }

  /** One statement by itself. */
  async all<Row>(sql: string, ...parameters: Parameter[]): Promise<Row[]> {
    return this.#on<Row>(this.#client(), sql, parameters);
  }

  /**
   * Runs `work` in one transaction. `synced` returns only after the commit is on disk. `relaxed` does not wait for it:
   * right for results whose loss only repeats work that may be repeated, never for what was acknowledged to a caller.
   */
  async transaction<Result>(
    durability: 'synced' | 'relaxed',
    work: (tx: Tx) => Promise<Result>,
  ): Promise<Result> {
    if (durability === 'relaxed' && this.dialect === 'sqlite') return this.#relaxedOnSqlite(work);
    return this.#client()
      .transaction()
      .execute(async (client) => {
        if (durability === 'relaxed') await this.#on(client, 'set local synchronous_commit = off', []);
        return work({ all: (sql, ...parameters) => this.#on(client, sql, parameters) });
      });
  }

  /** A table expression `columns` over one JSON parameter that holds an array of objects. */
  rowsOf(columns: Record<string, 'text' | 'bigint' | 'integer'>, alias: string): string {
    const names = Object.entries(columns);
    return this.dialect === 'sqlite'
      ? `(select ${names.map(([name]) => `value->>'${name}' as ${name}`).join(', ')} from json_each(?)) as ${alias}`
      : `jsonb_to_recordset(cast(? as jsonb)) as ${alias}(${names.map(([name, type]) => `${name} ${type}`).join(', ')})`;
  }

  /** Statements inside a transaction that an entity manager opened. */
  within(em: EntityManager): Tx {
    const connection = em.getConnection();
    return {
      all: (sql, ...parameters) => connection.execute(sql, parameters, 'all', em.getTransactionContext()),
    };
  }

  // SQLite refuses the pragma inside a transaction, so one exclusive hold of the connection spans all of it.
  async #relaxedOnSqlite<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#client()
      .connection()
      .execute(async (client) => {
        const all: Tx['all'] = (sql, ...parameters) => this.#on(client, sql, parameters);
        await all('pragma synchronous = normal');
        try {
          await all('begin');
          try {
            const result = await work({ all });
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

  async #on<Row>(client: Kysely<unknown>, sql: string, parameters: Parameter[]): Promise<Row[]> {
    const { rows } = await client.executeQuery<Row>(CompiledQuery.raw(this.#dialectOf(sql), parameters));
    return rows;
  }

  #dialectOf(sql: string): string {
    if (this.dialect === 'sqlite') return sql;
    let numbered = this.#numbered.get(sql);
    if (numbered === undefined) {
      let index = 0;
      numbered = sql.replaceAll('?', () => `$${(index += 1)}`);
      this.#numbered.set(sql, numbered);
    }
    return numbered;
  }
}
