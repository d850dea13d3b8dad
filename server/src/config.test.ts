import { mkdtempSync, rmSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const key = Buffer.alloc(32, 9).toString('base64');
const read = (variables: Record<string, string>) => readConfig({ PARLEY_MASTER_KEY: key, ...variables });

describe('a wrong variable is named with its value and what it takes', () => {
  const wrong: [string, string, string][] = [
    ['PARLEY_PORT', 'http', 'PARLEY_PORT is "http", but takes a port number, 1 to 65535.'],
    ['PARLEY_PORT', '70000', 'PARLEY_PORT is "70000", but takes a port number, 1 to 65535.'],
    [
      'PARLEY_PUBLIC_URL',
      'parley.example',
      'PARLEY_PUBLIC_URL is "parley.example", but takes an origin without a path',
    ],
    ['PARLEY_PUBLIC_URL', 'https://a.example/path', 'takes an origin without a path'],
    ['PARLEY_DATABASE_URL', 'mysql://u:hunter2@h/d', 'PARLEY_DATABASE_URL is (hidden), but takes sqlite:'],
    ['PARLEY_ROLES', 'api,boss', 'takes a comma list of api, worker, gateway'],
    ['PARLEY_MASTER_KEY', 'c2hvcnQ=', 'PARLEY_MASTER_KEY is (hidden), but takes 32 bytes'],
    ['PARLEY_KEY_PREFIX', 'My-Prefix', 'takes a lower-case letter'],
    ['PARLEY_OUTBOUND_ALLOW', '10.0.0.0/8,office', 'takes a comma list of CIDR ranges'],
    ['PARLEY_TRUST_PROXY', 'true', 'takes a comma list of CIDR ranges'],
    ['PARLEY_ALLOWED_ORIGINS', '*', 'PARLEY_ALLOWED_ORIGINS is "*", but takes a comma list of origins'],
    ['PARLEY_ALLOWED_ORIGINS', 'https://a.example,null', 'takes a comma list of origins'],
    ['PARLEY_ALLOWED_ORIGINS', 'https://*.example', 'takes a comma list of origins'],
    ['PARLEY_ALLOWED_ORIGINS', 'https://a.example/app', 'takes a comma list of origins'],
    ['PARLEY_ALLOWED_ORIGINS', 'app.example', 'takes a comma list of origins'],
    ['PARLEY_RETRY_SCHEDULE', '0,soon', 'takes a comma list of seconds'],
    ['PARLEY_DISABLE_AFTER', '0', 'takes hours, 1 to 8760'],
    ['PARLEY_RETENTION', 'live=90', 'takes days by environment'],
    ['PARLEY_LOG_LEVEL', 'loud', 'takes one of trace'],
    ['PARLEY_PROT', '4100', 'PARLEY_PROT is not a variable of Parley.'],
  ];

  test.each(wrong)('%s=%s', (name, value, message) => {
    expect(() => read({ [name]: value })).toThrow(message);
    expect(() => read({ [name]: value })).not.toThrow(/hunter2|c2hvcnQ/);
  });
});

test('everything has a default', () => {
  expect(read({})).toMatchObject({
    port: 4100,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:4100',
    database: { dialect: 'sqlite' },
    keyPrefix: 'parley',
    trustProxy: false,
    allowedOrigins: new Set(),
    retrySchedule: [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
  });
});

test('a master key is read from beside the database; where none is kept one is made, and nothing is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
  const file = join(folder, 'master.key');
  const variables = { PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}` };

  const made = readConfig(variables);
  const files = readdirSync(folder);
  writeFileSync(file, `${made.masterKey.toString('base64')}\n`);
  const kept = readConfig(variables);
  const given = readConfig({ ...variables, PARLEY_MASTER_KEY: key });

  expect(made).toMatchObject({ masterKeyFrom: file, isMasterKeyNew: true });
  expect(files).toEqual([]);
  expect(kept).toMatchObject({ masterKeyFrom: file, isMasterKeyNew: false });
  expect(kept.masterKey.equals(made.masterKey)).toBe(true);
  expect(given).toMatchObject({ masterKeyFrom: 'PARLEY_MASTER_KEY', isMasterKeyNew: false });
  rmSync(folder, { recursive: true });
});

test.each([
  ['is cut off', (file: string) => writeFileSync(file, 'c2hvcnQ=\n')],
  ['is empty', (file: string) => writeFileSync(file, '')],
  ['is a folder', (file: string) => mkdirSync(file)],
])('a master key that %s is refused with its path', (_name, make) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
  const file = join(folder, 'master.key');
  make(file);

  expect(() => readConfig({ PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}` })).toThrow(
    /master key/,
  );
  rmSync(folder, { recursive: true });
});
