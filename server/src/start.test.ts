import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Config, readConfig } from './config.ts';
import { StartRefusal } from './platform/installation/start-refusal.ts';
import { openInstallation, type Purpose } from './start.ts';
import { createDatabase } from './testing/postgres.ts';
import { TestHub } from './testing/test-hub.ts';
import { version } from './version.ts';

let root: string;
/** A data folder that a Parley of this version left. */
let kept: string;
let folder: string;
let file: string;

const read = (variables: Record<string, string> = {}): Config =>
  readConfig({ PARLEY_DATABASE_URL: `sqlite:${file}`, ...variables });

const openAndClose = async (config: Config, purpose: Purpose): Promise<void> =>
  (await openInstallation(config, purpose)).close();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'parley-start-'));
  kept = join(root, 'kept');
  file = join(kept, 'parley.db');
  await openAndClose(read(), 'serve');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  file = join(folder, 'parley.db');
  cpSync(kept, folder, { recursive: true });
  rmSync(`${file}.lock`);
});

const change = (sql: string): void => {
  const database = new Database(file);
  database.exec(sql);
  database.close();
};

const overwrite = (from: number, length: number): void => {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, from, from + length);
  writeFileSync(file, bytes);
};

/** Every file with its bytes. SQLite's shared memory is no file that holds anything. */
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.endsWith('-shm') && statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

const refusalOf = async (config: () => Config, purpose: Purpose): Promise<string> =>
  Promise.resolve()
    .then(async () => openAndClose(config(), purpose))
    .then(
      () => 'opened',
      (error: unknown) => (error instanceof StartRefusal ? error.message : Promise.reject(error)),
    );

const otherKey = { PARLEY_MASTER_KEY: Buffer.alloc(32, 5).toString('base64') };
const newer = `insert into mikro_orm_migrations (name, executed_at) values ('Migration20990101000000_later', 0);
  update installation set version = '99.1.0'`;

const states: [string, () => void, RegExp, Record<string, string>?][] = [
  [
    'whose key is missing',
    () => rmSync(join(folder, 'master.key')),
    /master key is not.*master\.key is missing/,
  ],
  ['with another key', () => undefined, /PARLEY_MASTER_KEY is not the one/, otherKey],
  ['of a newer version', () => change(newer), new RegExp(`Parley 99\\.1\\.0.*newer than this ${version}`)],
  ['whose first page is damaged', () => overwrite(0, 100), /not a SQLite database/],
  ['whose schema is damaged', () => overwrite(100, 3000), /is damaged/],
  ['that was cut off', () => truncateSync(file, statSync(file).size / 2), /is damaged/],
  [
    'that is text',
    () => writeFileSync(file, 'hello, this is no database at all\n'.repeat(99)),
    /not a SQLite/,
  ],
  [
    'that is a folder',
    () => {
      rmSync(file);
      mkdirSync(file);
    },
    /is a folder/,
  ],
  [
    'that belongs to something else',
    () => {
      rmSync(file);
      change('create table recipe (id integer)');
    },
    /tables of something else/,
  ],
];

describe('a SQLite database', () => {
  test.each(states)(
    '%s is refused with one line, and nothing is written',
    async (_name, harm, line, more) => {
      harm();
      const before = contents();

      for (const purpose of ['serve', 'use', 'migrate'] as const) {
        const refusal = await refusalOf(() => read(more), purpose);
        expect(refusal).toMatch(line);
        expect(refusal).not.toContain('\n');
        expect(refusal).toContain(file);
      }

      expect(contents()).toEqual(before);
    },
  );

  test('that a crash left with its last commits beside it is refused without a change, and opens with its key', async () => {
    const database = new Database(file);
    database.exec(`update installation set version = '0.0.1'`);
    for (const end of ['', '-wal']) copyFileSync(file + end, `${file}.left${end}`);
    database.close();
    for (const end of ['', '-wal']) copyFileSync(`${file}.left${end}`, file + end);
    const before = contents();

    const refusal = await refusalOf(() => read(otherKey), 'serve');
    const after = contents();
    await openAndClose(read(), 'serve');

    expect(refusal).toMatch(/is not the one/);
    expect(after).toEqual(before);
    const rows = new Database(file).prepare('select version from installation').all();
    expect(rows).toEqual([{ version }]);
  });

  test('with pages damaged in the middle is refused by the process that would serve it', async () => {
    change(`create table filler as with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
      select i, hex(randomblob(100)) as text from n; create index filler_text on filler (text)`);
    overwrite(statSync(file).size - 200_000, 100_000);

    expect(await refusalOf(read, 'serve')).toMatch(/is damaged/);
  });

  test('is served by one process, and commands work beside it', async () => {
    const first = await openInstallation(read(), 'serve');

    const second = await refusalOf(() => read({ PARLEY_PORT: '4999' }), 'serve');
    await openAndClose(read(), 'use');
    await first.close();
    await openAndClose(read(), 'serve');

    expect(second).toMatch(new RegExp(`Another Parley \\(process ${process.pid}, since .*4100\\)`));
  });

  test('of an older version is left alone by commands, and migrated by the process that serves', async () => {
    change(`drop table installation; delete from mikro_orm_migrations where name like '%installation%'`);
    const before = contents();

    const refusal = await refusalOf(read, 'use');
    const after = contents();
    await openAndClose(read(), 'serve');

    expect(refusal).toMatch(/lacks 1 migration\..*parley migrate/);
    expect(after).toEqual(before);
    await openAndClose(read(), 'use');
  });

  test('of before there was a check of the key is known by what it has sealed', async () => {
    await using hub = await TestHub.start('sqlite');
    const client = await hub.client();
    await client.rest('/v1/event-types', {
      body: { name: 'a.b', description: 'It.', schema: {}, example: {} },
    });
    await client.rest('/v1/endpoints', { body: { url: 'http://127.0.0.1:8099/', eventTypes: ['*'] } });
    rmSync(file);
    await hub.hub.parts.store.all('delete from installation');
    await hub.hub.parts.store.all('vacuum into ?', file);

    const wrong = await refusalOf(() => read(otherKey), 'serve');
    const missing = await refusalOf(() => ({ ...read(), isMasterKeyNew: true }), 'serve');
    await openAndClose(read({ PARLEY_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') }), 'serve');

    expect([wrong, missing]).toEqual([
      expect.stringMatching(/is not the one/),
      expect.stringMatching(/is missing/),
    ]);
    // It has learnt which key is its own.
    change('delete from endpoint');
    expect(await refusalOf(() => read(otherKey), 'serve')).toMatch(/is not the one/);
  });

  test('and all that lies beside it is for its owner alone, also what lay there before', async () => {
    const { chmodSync } = await import('node:fs');
    const all = () => readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    chmodSync(folder, 0o755);

    const opened = await openInstallation(read(), 'serve');
    const modes = [...all(), statSync(folder).mode & 0o077];
    await opened.close();

    expect(new Set(modes)).toEqual(new Set([0]));
    expect(opened.warnings).toEqual([]);
  });
});

describe('a PostgreSQL', () => {
  let url: string;
  const ours = { PARLEY_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') };
  const on = (variables: Record<string, string> = {}): Config =>
    readConfig({ PARLEY_DATABASE_URL: url, ...ours, ...variables });

  const changeThere = async (sql: string): Promise<void> => {
    const { database, close } = await openInstallation(on(), 'use');
    await database.store.all(sql);
    await close();
  };

  beforeAll(async () => {
    url = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
    await openAndClose(on(), 'serve');
  });

  test.each<[string, () => string, RegExp]>([
    ['that is not there', () => url.replace(/\w+$/, 'nowhere'), /127\.0\.0\.1:\d+\/nowhere does not exist/],
    [
      'that nobody answers for',
      () => 'postgres://u:hunter2@127.0.0.1:9/x',
      /127\.0\.0\.1:9\/x cannot be reached/,
    ],
    ['on a host that has no name', () => 'postgres://u:hunter2@nowhere.invalid/x', /cannot be reached/],
  ])('%s is refused with one line, without the password', async (_name, at, line) => {
    const refusal = await refusalOf(() => on({ PARLEY_DATABASE_URL: at() }), 'serve');

    expect(refusal).toMatch(line);
    expect(refusal).not.toMatch(/\n|hunter2/);
  });

  test('with another key, of a newer version, or read-only is refused, and nothing is written', async () => {
    expect(await refusalOf(() => on(otherKey), 'serve')).toMatch(/PARLEY_MASTER_KEY is not the one/);

    await changeThere(`update installation set version = '99.1.0'`);
    await changeThere(`insert into mikro_orm_migrations (name) values ('Migration20990101000000_later')`);
    expect(await refusalOf(on, 'serve')).toMatch(/was written by Parley 99\.1\.0/);

    const name = new URL(url).pathname.slice(1);
    const { database, close } = await openInstallation(
      on({ PARLEY_DATABASE_URL: await createDatabase(inject('postgresUrl')) }),
      'serve',
    );
    await database.store.all(`alter database ${name} set default_transaction_read_only = on`);
    await close();
    expect(await refusalOf(on, 'serve')).toMatch(/takes no writes/);
  });
});
