import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './child.ts';
import { findFreePort } from './free-port.ts';

interface SqliteDatabase {
  prepare: (sql: string) => { get: () => { count: number } | undefined };
  close: () => void;
}

const root = resolve(import.meta.dirname, '../..');
const serverRequire = createRequire(join(root, 'server/package.json'));
const Sqlite = serverRequire('better-sqlite3') as new (file: string) => SqliteDatabase;

const registeredMaxMs = 60_000;

const countRegistered = (file: string): number => {
  const database = new Sqlite(file);
  const found = database
    .prepare(`select count(*) as count from contract_version where status = 'published'`)
    .get();
  database.close();
  return found?.count ?? 0;
};

/**
 * A database with its tables, its key beside it, and the contract of Parley's own API in it, which is the same on every port
 * and would cost each process of a test most of two seconds.
 */
export const makeDatabaseTemplate = async (folder: string): Promise<string> => {
  const file = join(folder, 'parley.db');
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'));
  await using child = startChild(join(root, 'server/src/main.ts'), [], {
    ...Object.fromEntries(inherited),
    PARLEY_DATABASE_URL: `sqlite:${file}`,
    PARLEY_PORT: String(await findFreePort()),
    PARLEY_LOG_LEVEL: 'warn',
    PARLEY_ROLES: 'api',
  });
  await child.waitForOutput(/^Nobody has an account yet/m);
  const until = performance.now() + registeredMaxMs;
  while (countRegistered(file) === 0) {
    if (performance.now() > until) throw new Error(`Our own contract was not registered: ${child.output()}`);
    await pause(100);
  }
  child.process.kill('SIGTERM');
  await child.ended;
  return file;
};
