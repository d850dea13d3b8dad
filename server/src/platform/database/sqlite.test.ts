import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lock } from './lock.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { openSqlite, type SqliteFile } from './sqlite.ts';
import { storageProblemOf } from './storage-problem.ts';
import { Store } from './store.ts';

let folder: string;
let file: SqliteFile;
let client: Kysely<unknown>;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'));
  file = openSqlite(join(folder, 'parley.db'));
  client = file.client;
  store = new Store(() => client, file);
  await sql`create table note (id integer primary key, text text not null)`.execute(client);
});

afterEach(async () => {
  await file.close();
  rmSync(folder, { recursive: true, force: true });
});

const columns = { id: 'integer', text: 'text' } as const;
const countNotes = async (): Promise<number> => {
  const [row] = await store.all<{ count: number }>('select count(*) as count from note');
  return row?.count ?? 0;
};

test('the back office and the hot paths write in turns: nobody is told that the file is busy', async () => {
  const slowly = async (id: number) =>
    client.transaction().execute(async (tx) => {
      await sql`insert into note values (${id}, 'office')`.execute(tx);
      await nextTurn();
      await nextTurn();
    });
  const inOneGo = async (id: number) =>
    store.transaction('synced', (tx) => tx.insertRows('note', columns, [{ id, text: 'hot' }]));
  const inSteps = async (id: number) =>
    store.transaction('relaxed', async (tx) => {
      await tx.all('select 1');
      await tx.insertRows('note', columns, [{ id, text: 'steps' }]);
      await tx.all('select count(*) from note');
    });
  const alone = async (id: number) => sql`insert into note values (${id}, 'alone')`.execute(client);

  const rounds = Array.from({ length: 20 }, (_, round) => round * 4);
  await Promise.all(
    rounds.flatMap(
      (id) => [slowly(id), inOneGo(id + 1), inSteps(id + 2), alone(id + 3)] as Promise<unknown>[],
    ),
  );
  expect(await countNotes()).toBe(80);
});

test('a row that is refused takes its whole transaction with it, and says why', async () => {
  const refused = store.transaction('synced', async (tx) => {
    await tx.insertRows('note', columns, [
      { id: 1, text: 'kept?' },
      { id: 1, text: 'the same id' },
    ]);
  });
  await expect(refused).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
  expect(await countNotes()).toBe(0);
});

test('work that fails half-way leaves nothing, and the next transaction begins clean', async () => {
  const failed = store.transaction('relaxed', async (tx) => {
    await tx.insertRows('note', columns, [{ id: 1, text: 'half' }]);
    await tx.all('select count(*) from note');
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  await store.transaction('synced', (tx) => tx.insertRows('note', columns, [{ id: 1, text: 'whole' }]));
  expect(await store.all('select text from note')).toEqual([{ text: 'whole' }]);
});

// About a second of one processor.
const slowRead = `select count(*) as count from (
  with recursive g(n) as (select 1 union all select n + 1 from g where n < 4000000) select n from g)`;

test('a read that takes long holds up neither the event loop nor other reads', async () => {
  let isOver = false;
  const slow = store.all(slowRead).finally(() => {
    isOver = true;
  });
  expect(await countNotes()).toBe(0);
  expect(await store.near.all('select 1 as one')).toEqual([{ one: 1 }]);
  expect(isOver).toBe(false);
  expect(await slow).toEqual([{ count: 4_000_000 }]);
});

test('a read sees what was committed before it began, by whichever connection', async () => {
  for (let id = 0; id < 40; id += 2) {
    await store.transaction('relaxed', (tx) => tx.insertRows('note', columns, [{ id, text: 'hot' }]));
    expect(await countNotes()).toBe(id + 1);
    await client.transaction().execute(async (tx) => {
      await sql`insert into note values (${id + 1}, 'office')`.execute(tx);
      expect(await countNotes()).toBe(id + 1);
    });
    expect(await countNotes()).toBe(id + 2);
  }
});

test('a read that takes too long is given up as a problem of storage, and those behind it are done', async () => {
  const reader = new SqliteReader(join(folder, 'parley.db'), { threads: 1, patienceMs: 300, waitingMax: 2 });
  const slow = reader.read(slowRead, []);
  const behind = reader.read('select 1 as one', []);
  const other = reader.read('select 2 as two', []);
  await expect(reader.read('select 3 as three', [])).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  const refusal = await slow.catch((error: unknown) => error);
  expect(storageProblemOf(refusal)).toMatchObject({ code: 'storage.unavailable' });
  expect(await behind).toEqual([{ one: 1 }]);
  expect(await other).toEqual([{ two: 2 }]);
  await expect(reader.read(`insert into note values (1, 'no') returning id`, [])).rejects.toThrow(/readonly/);
  await reader.close();
});

test('what begins with `with` is read elsewhere when it reads, and written here when it writes', async () => {
  // The threads start at the first use.
  await countNotes();
  const before = process.threadCpuUsage();
  const [read] = await store.all<{ n: number }>(
    `with recursive g(n) as (select 1 union all select n + 1 from g where n < 1000000) select count(*) as n from g`,
  );
  const { user, system } = process.threadCpuUsage(before);

  expect(read?.n).toBe(1_000_000);
  expect(user + system, 'microseconds of this thread').toBeLessThan(50_000);
  await store.all(`with g(n) as (select 4711) insert into note select n, 'with' from g`);
  expect(await countNotes()).toBe(1);
});

test('a lock is held alone or shared, in the order of asking', async () => {
  const lock = new Lock();
  const order: string[] = [];
  const hold = async (name: string, isShared: boolean) => {
    const release = await (isShared ? lock.shared() : lock.alone());
    order.push(`${name} in`);
    await nextTurn();
    order.push(`${name} out`);
    release();
    release();
  };
  await Promise.all([hold('a', true), hold('b', true), hold('c', false), hold('d', true)]);
  expect(order).toEqual(['a in', 'b in', 'a out', 'b out', 'c in', 'c out', 'd in', 'd out']);
});

test('a WAL that a long reader made large is cut off once the reader is gone', async () => {
  const path = join(folder, 'parley.db');
  const reader = new Database(path, { readonly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from note').get();
  const large = 'n'.repeat(8 * 1024 * 1024);
  for (let id = 0; id < 9; id += 1)
    await store.transaction('relaxed', (tx) => tx.insertRows('note', columns, [{ id, text: large }]));
  const grown = statSync(`${path}-wal`).size;

  reader.close();
  await store.cutLargeWal();

  expect(grown).toBeGreaterThan(64 * 1024 * 1024);
  await expect.poll(() => statSync(`${path}-wal`).size).toBeLessThan(1024 * 1024);
});

test('one statement that writes waits for the disk on the thread, and answers its rows', async () => {
  const other = new Database(file.path);
  other.pragma('busy_timeout = 0');
  const insert = async (id: number) =>
    store.all<{ id: number }>(`insert into note values (?, 'one') on conflict do nothing returning id`, id);
  const turns: string[] = [];
  const writing = Array.from({ length: 200 }, async (_, id) => insert(id % 190).then((rows) => rows.length));
  const turning = nextTurn().then(() => turns.push('the event loop went on'));
  const counts = await Promise.all(writing.map(async (one) => one.finally(() => turns.push('written'))));
  await turning;

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(190);
  expect(turns[0]).toBe('the event loop went on');
  expect(other.prepare('select count(*) as count from note').get()).toEqual({ count: 190 });
  other.close();
  await expect(store.all(`insert into note values (1, 'again')`)).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  });
});
