import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-watchdog-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const from = (path: string): string => JSON.stringify(join(import.meta.dirname, path));

/** Runs a process that is watched with a limit of two seconds and then does this. */
const run = async (name: string, then: string) => {
  const file = JSON.stringify(join(folder, `${name}.db`));
  const script = `
    import { openSqlite } from ${from('../database/sqlite.ts')};
    import { Store } from ${from('../database/store.ts')};
    import { startWatchdog } from ${from('watchdog.ts')};
    import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
    const file = openSqlite(${file});
    const store = new Store(() => file.client, file);
    await store.all('create table note (text text)');
    startWatchdog(store, ${file}, 2000);
    const over = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await over(1200);
    ${then}
    process.stdout.write('went on');
    process.exit(0);`;
  return new Promise<{ code: unknown; signal: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', script],
      { timeout: 100_000 },
      (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, signal: error?.signal ?? null, stdout, stderr }),
    );
  });
};

test.concurrent.each([
  [
    'computes without a turn',
    'while (true) Math.random();',
    { signal: 'SIGKILL' },
    /computing for \d seconds/,
  ],
  [
    'holds the turn to write without a transaction',
    'await file.writing.alone(); await over(60_000);',
    { code: 1 },
    /the database knows of none/,
  ],
])('a process that %s is ended, and says why in one line', async (name, then, end, line) => {
  const ended = await run(name.replaceAll(' ', '-'), then);

  expect(ended).toMatchObject({ stdout: '', ...end });
  expect(ended.stderr).toMatch(line);
  expect(ended.stderr.trim()).not.toContain('\n');
});

test.concurrent.each([
  [
    'waits without computing, as for a slow disk,',
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);',
  ],
  [
    'writes for long',
    `const tx = await file.client.startTransaction().execute(); await over(6000); await tx.rollback().execute();`,
  ],
  [
    'waits for another process that writes',
    `const other = new Database(file.path); other.exec('begin immediate');
     const waiting = store.all("insert into note values ('late')"); await over(4500); other.exec('commit'); await waiting;`,
  ],
])('a process that %s is left alone', async (name, then) => {
  const ended = await run(name.replaceAll(/\W/g, '-'), then);

  expect(ended).toMatchObject({ code: 0, stdout: 'went on' });
});
