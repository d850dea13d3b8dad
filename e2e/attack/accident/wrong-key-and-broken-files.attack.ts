import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../../support/child.ts';
import { runCliOn, runParley } from '../../support/parley.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { Arena, Attack } from '../attack.ts';

type Variables = Record<string, string>;

/** Every file of a folder with its bytes, but SQLite's shared memory and an empty log, which hold nothing. */
const contentsOf = (folder: string): string =>
  JSON.stringify(
    readdirSync(folder)
      .filter((name) => !name.endsWith('-shm'))
      .filter((name) => !name.endsWith('-wal') || statSync(join(folder, name)).size > 0)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

const expectOneLine = (name: string, { code, stdout, stderr }: Ended, line: RegExp): void => {
  if (code !== 1 || stdout !== '' || !/^[^\n]+\n$/.test(stderr) || !line.test(stderr))
    throw new Error(`${name}: ended with ${code}: ${stdout}${stderr}`);
};

interface Case {
  name: string;
  line: RegExp;
  harm: (folder: string) => void;
  variables?: Variables;
}

const otherKey = { PARLEY_MASTER_KEY: Buffer.alloc(32, 5).toString('base64') };

const cases: Case[] = [
  {
    name: 'restored without its key',
    line: /master\.key is missing/,
    harm: (folder) => rmSync(join(folder, 'master.key')),
  },
  { name: 'with another key', line: /is not the one/, harm: () => undefined, variables: otherKey },
  {
    name: 'cut off',
    line: /is damaged/,
    harm: (folder) => truncateSync(join(folder, 'parley.db'), 100_000),
  },
  {
    name: 'with a key that is cut off',
    line: /does not hold a master key/,
    harm: (folder) => writeFileSync(join(folder, 'master.key'), 'AAAA'),
  },
  {
    name: 'that is no database',
    line: /not a SQLite database/,
    harm: (folder) => writeFileSync(join(folder, 'parley.db'), 'x'.repeat(9000)),
  },
];

const tryCase = async (kept: string, folder: string, one: Case): Promise<void> => {
  cpSync(kept, folder, { recursive: true });
  one.harm(folder);
  const before = contentsOf(folder);
  const variables = { PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`, ...one.variables };
  expectOneLine(one.name, await runParley(variables), one.line);
  expectOneLine(`${one.name}, command`, await runCliOn(variables, ['audit', 'verify']), one.line);
  if (contentsOf(folder) !== before) throw new Error(`${one.name}: something was written.`);
};

/** A disk that was mounted read-only, and one that is full; a word why not where that cannot be. */
const tryDisks = async (kept: string, folder: string): Promise<string> => {
  mkdirSync(folder);
  const mount = (...args: string[]) => spawnSync('/bin/mount', args, { encoding: 'utf8' }).status === 0;
  if (!mount('-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', folder)) return 'no disks of our own here';
  try {
    cpSync(kept, folder, { recursive: true });
    rmSync(join(folder, 'parley.db.lock'), { force: true });
    const variables = { PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}` };
    spawnSync('/bin/dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=64k']);
    spawnSync('/bin/dd', ['if=/dev/zero', `of=${join(folder, 'filler2')}`, 'bs=512']);
    const full = contentsOf(folder);
    expectOneLine('full disk', await runParley(variables), /disk is full/);
    if (contentsOf(folder) !== full) throw new Error('full disk: something was written.');
    mount('-o', 'remount,ro', folder);
    expectOneLine('read-only disk', await runParley(variables), /read-only/);
    if (contentsOf(folder) !== full) throw new Error('read-only disk: something was written.');
    return 'a full and a read-only disk';
  } finally {
    spawnSync('/bin/umount', ['-l', folder]);
  }
};

const tryFiles = async ({ start, isShort }: Arena): Promise<string> => {
  using folder = createTemporaryFolder();
  const kept = join(folder.path, 'kept');
  mkdirSync(kept);
  const parley = await start({
    folder: kept,
    environment: { PARLEY_DATABASE_URL: `sqlite:${join(kept, 'parley.db')}` },
  });
  await parley.stop();
  const tried = isShort ? cases.slice(0, 2) : cases;
  for (const [index, one] of tried.entries()) await tryCase(kept, join(folder.path, String(index)), one);
  const disks = isShort ? '' : `, ${await tryDisks(kept, join(folder.path, 'disk'))}`;
  return `${tried.map(({ name }) => name).join(', ')}${disks}: one line each, nothing written`;
};

const tryServer = async ({ createDatabase, start }: Arena): Promise<string> => {
  const url = await createDatabase();
  const ours = { PARLEY_DATABASE_URL: url, PARLEY_MASTER_KEY: Buffer.alloc(32, 3).toString('base64') };
  const parley = await start({ environment: ours });
  await parley.stop();
  expectOneLine('with another key', await runParley({ ...ours, ...otherKey }), /is not the one/);
  const nowhere = url.replace(/\w+$/, 'nowhere');
  expectOneLine(
    'no such database',
    await runParley({ ...ours, PARLEY_DATABASE_URL: nowhere }),
    /does not exist/,
  );
  return 'another key, no such database: one line each';
};

/** What an operator does on a bad day: restores half of it, fills the disk, goes back a version. */
export const attack: Attack = {
  name: 'a database that is not whole, not ours or without its key is refused with one line, and nothing is written',
  databases: ['sqlite', 'postgresql'],
  run: async (arena) => (arena.database === 'sqlite' ? tryFiles(arena) : tryServer(arena)),
};
