import {
  type CompiledQuery,
  type DatabaseConnection,
  type Kysely,
  type QueryResult,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { usualPatienceMs } from './busy.ts';
import { Client } from './client.ts';
import { Lock } from './lock.ts';
import { connectSqlite, type SqliteConnection } from './sqlite-file.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/**
 * A SQLite file, opened several times: here for the transactions of the back office, on a thread for those of the hot
 * paths, and on threads for all that is read outside of a transaction.
 */
export interface SqliteFile {
  path: string;
  /** For the ORM. What it reads outside of a transaction goes to the threads that read. */
  client: Client;
  /** The connection of this thread alone, for a row or so by its key. */
  near: Kysely<unknown>;
  reader: SqliteReader;
  writer: SqliteWriter;
  /** How long whoever writes waits for another process that does. */
  patienceMs: number;
  /**
   * Whoever writes holds it. SQLite has one writer; waiting for it inside the driver would stop the event loop that
   * the other one needs to go on. Transactions that the thread takes in one go share it: the thread orders them.
   */
  writing: Lock;
  /** Closes every connection; the last takes the WAL with it. */
  close: () => Promise<void>;
}

/** The event loop stands still for as long as this. {@link Client} waits on, beside it. */
const otherProcessMs = 20;

/** Kysely's driver, with its writes in turn with those of the thread. */
class TakingTurnsDriver extends SqliteDriver {
  readonly #file: SqliteConnection;
  readonly #writing: Lock;
  #release: (() => void) | undefined;

  constructor(config: SqliteDialectConfig, file: SqliteConnection, writing: Lock) {
    super(config);
    this.#file = file;
    this.#writing = writing;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const inner = await super.acquireConnection();
    const run = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> =>
      inner.executeQuery<Row>(query);
    const runAlone = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      const release = await this.#writing.alone();
      return run<Row>(query).finally(release);
    };
    return {
      executeQuery: async <Row>(query: CompiledQuery) =>
        this.#file.db.inTransaction || this.#file.prepare(query.sql).readonly
          ? run<Row>(query)
          : runAlone<Row>(query),
      streamQuery: (query, size) => inner.streamQuery(query, size),
    };
  }

  override async beginTransaction(): Promise<void> {
    const release = await this.#writing.alone();
    try {
      // What a rollback that failed left behind. Nobody can have both the turn and a transaction.
      if (this.#file.db.inTransaction) this.#file.prepare('rollback').run();
      // Begun immediately, two processes on one file never fail half-way as busy.
      this.#file.prepare('begin immediate').run();
      this.#release = release;
    } catch (error) {
      release();
      throw error;
    }
  }

  override async commitTransaction(): Promise<void> {
    this.#file.prepare('commit').run();
    this.#release?.();
  }

  override async rollbackTransaction(): Promise<void> {
    try {
      // A full disk has rolled it back already.
      if (this.#file.db.inTransaction) this.#file.prepare('rollback').run();
    } catch {
      // The next transaction begins with it; what failed before it is told.
    } finally {
      this.#release?.();
    }
  }
}

class TakingTurnsDialect extends SqliteDialect {
  readonly #make: () => TakingTurnsDriver;

  constructor(config: SqliteDialectConfig, make: () => TakingTurnsDriver) {
    super(config);
    this.#make = make;
  }

  override createDriver(): TakingTurnsDriver {
    return this.#make();
  }
}

// A statement that begins so reads and nothing else.
const reads = /^\s*select\b/i;
// One that begins so may change something: SQLite knows.
const mayRead = /^\s*with\b/i;

/** A client whose reads outside of transactions are done elsewhere. A transaction is a client of its own. */
class ReadingElsewhere extends Client {
  readonly #file: SqliteConnection;
  readonly #reader: SqliteReader;

  constructor(dialect: SqliteDialect, file: SqliteConnection, reader: SqliteReader, patienceMs: number) {
    super(dialect, patienceMs);
    this.#file = file;
    this.#reader = reader;
  }

  #isRead(sql: string): boolean {
    return reads.test(sql) || (mayRead.test(sql) && this.#file.prepare(sql).readonly);
  }

  override async executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return this.#isRead(query.sql)
      ? { rows: await this.#reader.read<Row>(query.sql, query.parameters) }
      : super.executeQuery<Row>(query);
  }
}

/** Opens a SQLite file durably. Destroying the client alone leaves connections open: that is what `close` is for. */
export const openSqlite = (path: string, patienceMs = usualPatienceMs): SqliteFile => {
  const file = connectSqlite(path, otherProcessMs);
  const writing = new Lock();
  const config = { database: { prepare: file.prepare, close: file.close } };
  const dialect = new TakingTurnsDialect(config, () => new TakingTurnsDriver(config, file, writing));
  const reader = new SqliteReader(path);
  const client = new ReadingElsewhere(dialect, file, reader, patienceMs);
  const writer = new SqliteWriter(path);
  return {
    path,
    client,
    near: client.withoutPlugins(),
    reader,
    writer,
    patienceMs,
    writing,
    close: async () => {
      await reader.close();
      await writer.close();
      await client.destroy();
      // Kysely closes a connection that it was asked something on, and no other.
      file.close();
    },
  };
};
