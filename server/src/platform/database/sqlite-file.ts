import Database from 'better-sqlite3';

const keptLengthMax = 16_384;
const statementsMax = 200;

/** What the WAL may take for good; in between it may be larger. */
export const walBytesMax = 64 * 1024 * 1024;

/** One connection to a SQLite file, with its prepared statements kept. */
export interface SqliteConnection {
  db: Database.Database;
  prepare: (sql: string) => Database.Statement;
  close: () => void;
}

/**
 * Opens a SQLite file durably. better-sqlite3 is compiled with `synchronous=NORMAL` for WAL, which acknowledges commits
 * that a power cut can take back; `FULL` makes every commit wait for fsync. Whoever must not block waits `busyMs` at most
 * for another process that writes.
 */
export const connectSqlite = (file: string, busyMs: number): SqliteConnection => {
  const db = new Database(file);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    `busy_timeout = ${busyMs}`,
    'foreign_keys = ON',
    'cache_size = -65536',
    // A checkpoint waits for the disk twice; every 32 MiB is often enough.
    'wal_autocheckpoint = 8000',
    // A reader that stayed for long lets the WAL grow; once it starts over, it is cut back to this.
    `journal_size_limit = ${walBytesMax}`,
  ])
    db.pragma(pragma);

  const statements = new Map<string, Database.Statement>();
  return {
    db,
    prepare: (sql) => {
      // The ORM writes values into its statements: one that holds a document would be kept with it.
      if (sql.length > keptLengthMax) return db.prepare(sql);
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size >= statementsMax) statements.clear();
      const statement = db.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    close: () => {
      statements.clear();
      db.close();
    },
  };
};
