import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresDialect,
  sql,
  SqliteDialect,
} from 'kysely';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { Client } from './client.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-client-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const connectionsMax = 2;

const dialects: Record<string, () => Promise<Dialect>> = {
  sqlite: async () => new SqliteDialect({ database: new Database(join(folder, 'parley.db')) }),
  postgresql: async () =>
    new PostgresDialect({
      pool: new Pool({
        connectionString: await createDatabase(inject('postgresUrl')),
        max: connectionsMax,
        connectionTimeoutMillis: 2000,
      }),
    }),
};

const moments = ['beginTransaction', 'commitTransaction', 'rollbackTransaction'] as const;
type Moment = (typeof moments)[number];

/** The dialect, whose driver fails at these moments instead of doing what it was asked. */
const failingAt = (dialect: Dialect, failing: Set<Moment>): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createIntrospector: (db) => dialect.createIntrospector(db),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createDriver: () => {
    const driver: Driver = dialect.createDriver();
    for (const moment of moments) {
      const act = driver[moment].bind(driver) as (...given: unknown[]) => Promise<void>;
      driver[moment] = async (...given: unknown[]) => {
        if (failing.has(moment)) throw new Error(`no ${moment}`);
        await act(...given);
      };
    }
    return driver;
  },
});

/** As the ORM does: what fails is rolled back, and a rollback that fails is passed over. */
const transact = async (client: Kysely<unknown>, isWanted: boolean): Promise<void> => {
  const tx = await client.startTransaction().execute();
  try {
    await tx.executeQuery(CompiledQuery.raw('select 1'));
    if (!isWanted) throw new Error('changed my mind');
    await tx.commit().execute();
  } catch (error) {
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
};

describe.each(Object.keys(dialects))('on %s', (dialect) => {
  test.each<[string, Moment[], boolean]>([
    ['BEGIN', ['beginTransaction'], true],
    ['COMMIT', ['commitTransaction'], true],
    ['ROLLBACK', ['rollbackTransaction'], false],
    ['COMMIT and then ROLLBACK', ['commitTransaction', 'rollbackTransaction'], true],
  ])('a transaction whose %s fails gives its connection back', async (_name, at, isWanted) => {
    const failing = new Set<Moment>();
    const client = new Client(failingAt(await dialects[dialect]!(), failing), 0);
    await transact(client, true);

    for (const moment of at) failing.add(moment);
    for (let times = 0; times <= connectionsMax; times += 1)
      await expect(transact(client, isWanted)).rejects.toThrow();
    failing.clear();
    const answered = await client.executeQuery(CompiledQuery.raw('select 1 as one'));

    expect(answered.rows).toEqual([{ one: 1 }]);
    await client.destroy();
  });
});

test('sessions that PostgreSQL ends in mid-transaction do not run the pool dry', async () => {
  const url = await createDatabase(inject('postgresUrl'));
  const { client, pool } = openPostgres(url);
  const other = openPostgres(url).client;

  const endInMid = async () => {
    const tx = await client.startTransaction().execute();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other);
    await expect(sql`select 1`.execute(tx)).rejects.toThrow();
    await tx.rollback().execute();
  };
  for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 10 }, endInMid));
  await transact(client, true);

  expect([pool.waitingCount, pool.totalCount - pool.idleCount]).toEqual([0, 0]);
  await client.destroy();
  await other.destroy();
});

const insert = CompiledQuery.raw(`insert into note values ('alone')`);

test('a file that another process writes to is waited for off the event loop', async () => {
  const path = join(folder, 'parley.db');
  const { client, close } = openSqlite(path, 3000);
  await sql`create table note (text text)`.execute(client);
  const other = new Database(path);
  other.exec('begin immediate');

  const waiting = [transact(client, true), client.executeQuery(insert)];
  const before = process.cpuUsage();
  const { rows } = await sql`select count(*) as count from note`.execute(client);
  other.exec('commit');
  await Promise.all(waiting);

  expect(rows).toEqual([{ count: 0 }]);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  other.close();
  await close();
});

test('a file that stays busy is refused as busy after a while, and works again afterwards', async () => {
  const path = join(folder, 'parley.db');
  const { client, close } = openSqlite(path, 100);
  await sql`create table note (text text)`.execute(client);
  const other = new Database(path);
  other.exec('begin immediate');

  const refused = await Promise.allSettled([transact(client, true), client.executeQuery(insert)]);
  other.exec('commit');
  await transact(client, true);
  await client.executeQuery(insert);

  const { rows } = await sql`select count(*) as count from note`.execute(client);
  expect(refused).toMatchObject([1, 2].map(() => ({ reason: { code: 'SQLITE_BUSY' } })));
  expect(rows).toEqual([{ count: 1 }]);
  other.close();
  await close();
});
