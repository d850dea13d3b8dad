import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runChild } from '../support/child.ts';
import { startParley } from '../support/parley.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const commandLineFile = join(root, 'server/src/cli/parley.ts');

test('--version prints the version of package.json and opens no database', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  // Opening it would fail.
  const ended = await runChild(commandLineFile, ['--version'], {
    ...process.env,
    PARLEY_DATABASE_URL: 'nothing:/at/all',
  });

  expect(ended).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

const documentOf = (paths: Record<string, unknown>) =>
  JSON.stringify({ openapi: '3.1.0', info: { title: 'Billing', version: '1' }, paths });

test('a check of a contract ends with 1 when it may not be published', async () => {
  using folder = createTemporaryFolder();
  const [file, other] = ['old.json', 'new.json'].map((name) => join(folder.path, name)) as [string, string];
  const get = { operationId: 'listInvoices', responses: { 200: { description: 'Invoices.' } } };
  writeFileSync(file, documentOf({ '/invoices': { get } }));
  writeFileSync(other, documentOf({}));
  const environment = { ...process.env, PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}` };
  const run = async (command: string, document: string) =>
    runChild(commandLineFile, ['contract', command, '--api', 'billing', '--json', document], environment);

  const pushed = await run('push', file);
  const checked = await run('check', other);

  expect(pushed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(pushed.stdout)).toMatchObject({ title: 'Billing', number: 1, status: 'draft' });
  expect(checked).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(checked.stdout)).toMatchObject({ gate: { isOpen: false } });
});

test('a contract that was converted says so in what check and push print', async () => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, 'swagger.json');
  writeFileSync(
    file,
    JSON.stringify({ swagger: '2.0', info: { title: 'Billing', version: '1' }, paths: {} }),
  );
  const environment = { ...process.env, PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}` };
  const run = async (command: string) =>
    runChild(commandLineFile, ['contract', command, '--api', 'billing', file], environment);

  const pushed = await run('push');
  const checked = await run('check');

  for (const ended of [pushed, checked]) {
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('converted from Swagger 2.0');
  }
});

test('commands work on the database of a running Parley and answer one JSON object', async () => {
  using folder = createTemporaryFolder();
  const backup = join(folder.path, 'backup.db');
  await using parley = await startParley();

  const consumer = await parley.cli(['consumer', 'create', '--name', 'Northwind', '--kind', 'partner']);
  const migrated = await parley.cli(['migrate']);
  const replaced = await parley.cli(['signing-key', 'replace']);
  const verdict = await parley.cli(['audit', 'verify']);
  const copied = await parley.cli(['backup', backup]);

  expect(consumer).toMatchObject({ name: 'Northwind', kind: 'partner' });
  expect(migrated).toEqual({ migrated: true });
  expect(replaced).toEqual({ id: expect.stringMatching(/^sgk_/), removed: [] });
  expect(verdict).toMatchObject({ intact: true });
  expect(copied).toMatchObject({ file: backup, masterKey: expect.stringMatching(/master\.key$/) });
  expect(statSync(backup).mode & 0o777).toBe(0o600);
});

test('a refusal is explained on standard error, with exit code 1', async () => {
  using folder = createTemporaryFolder();
  const environment = { ...process.env, PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}` };
  const create = ['consumer', 'create', '--name', 'Northwind', '--kind', 'partner'];

  await runChild(commandLineFile, create, environment);
  const again = await runChild(commandLineFile, create, environment);
  const weak = await runChild(
    commandLineFile,
    ['staff', 'create', '--email', 'ada@clinic.example', '--role', 'owner', '--password-stdin'],
    environment,
    'short',
  );

  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('A consumer with this name exists');
  expect(weak).toMatchObject({ code: 1, stdout: '' });
  expect(weak.stderr).toContain('The password is refused');
});
