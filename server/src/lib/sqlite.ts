import Database from 'better-sqlite3';
import { SqliteDialect } from 'kysely';

/** One row as named parameters. */
export type Row = Record<string, string | number | null>;

/** A SQLite file, opened. */
export interface SqliteFile {
  dialect: SqliteDialect;
  /** Runs a statement with `@name` parameters once for each row. For whoever holds the connection in a transaction. */
  runEach: (sql: string, rows: readonly Row[]) => void;
}

const statementsMax = 200;

/**
 * Opens a SQLite file durably. better-sqlite3 is compiled with `synchronous=NORMAL` for WAL, which acknowledges commits
 * that a power cut can take back; `FULL` makes every commit wait for fsync. Kysely begins transactions deferred; begun
 * immediately, two processes on one file never fail half-way as busy. Prepared statements are kept.
 */
export const openSqlite = (file: string): SqliteFile => {
  const db = new Database(file);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 250',
    'foreign_keys = ON',
    'cache_size = -65536',
    // A checkpoint waits for the disk twice; every 32 MiB is often enough.
    'wal_autocheckpoint = 8000',
  ])
    db.pragma(pragma);

  const statements = new Map<string, Database.Statement>();
  const prepare = (asked: string): Database.Statement => {
    const sql = asked === 'begin' ? 'begin immediate' : asked;
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= statementsMax) statements.clear();
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const close = () => {
    statements.clear();
    db.close();
  };
  return {
    dialect: new SqliteDialect({ database: { prepare, close } }),
    runEach: (sql, rows) => {
      const statement = prepare(sql);
      for (const row of rows) statement.run(row);
    },
  };
};
