import Database from 'better-sqlite3';
import { SqliteDialect } from 'kysely';

const statementsMax = 200;

/**
 * Opens a SQLite file durably. better-sqlite3 is compiled with `synchronous=NORMAL` for WAL, which acknowledges commits
 * that a power cut can take back; `FULL` makes every commit wait for fsync. Kysely begins transactions deferred; begun
 * immediately, two processes on one file never fail half-way as busy. Prepared statements are kept.
 */
export const openSqlite = (file: string): SqliteDialect => {
  const db = new Database(file);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 250',
    'foreign_keys = ON',
    'cache_size = -65536',
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
  return new SqliteDialect({
    database: {
      prepare,
      close: () => {
        statements.clear();
        db.close();
      },
    },
  });
};
