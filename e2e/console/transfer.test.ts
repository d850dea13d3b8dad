import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { countTransferred } from '../support/transferred.ts';

let console: Console;
let parley: Parley;
let owner: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  owner = await createOwner(parley);
});

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

test('the first visit of the console takes less than 350 kB and 40 answers, the second no file again', async () => {
  const page = await console.open(parley, owner);
  const transferred = await countTransferred(page);
  const visit = async () => {
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
  };

  await visit();
  const first = transferred();
  await visit();
  const second = transferred();

  process.stdout.write(`Cold home: ${first.bytes} bytes in ${first.count} answers.\n`);
  expect(first.bytes).toBeLessThan(350_000);
  expect(first.count).toBeLessThan(40);
  expect(second.bytes - first.bytes).toBeLessThan(30_000);
});

test('a file is sent as brotli, as gzip or as it is, says so to caches, and keeps for ever', async () => {
  const anyone = parley.rest(null);
  const { body } = await anyone.get('/');
  const path = /src="(\/assets\/[^"]+\.js)"/.exec(String(body))?.[1] ?? '';
  const fetchAs = async (coding: string) =>
    fetch(parley.url + path, { headers: { 'accept-encoding': coding } });

  const answers = await Promise.all(['br, gzip', 'gzip', 'identity'].map(fetchAs));

  expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual(['br', 'gzip', null]);
  expect(new Set(await Promise.all(answers.map(async (answer) => answer.text()))).size).toBe(1);
  expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(3);
  for (const { headers } of answers) {
    expect(headers.get('vary')).toMatch(/accept-encoding/i);
    expect(headers.get('cache-control')).toContain('immutable');
    expect(headers.get('content-type')).toMatch(/javascript/);
  }
});
