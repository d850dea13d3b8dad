import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lock } from './lock.ts';
import { openSqlite, type SqliteFile } from './sqlite.ts';
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
  await file.writer.close();
  await client.destroy();
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
