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

/** What a browser that was never here takes for the start page, and what the same one takes for it once more. */
const visitTwice = async () => {
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
  return { first, again: transferred().bytes - first.bytes };
};

const publishOne = async () => {
  const type = { name: 'invoice.paid', description: 'Paid.', schema: { type: 'object' }, example: {} };
  expect(await owner.rest.post('/v1/event-types', type)).toMatchObject({ status: 201 });
  const { secret } = await owner.createKey('Billing', ['events:publish']);
  const event = { type: 'invoice.paid', data: {} };
  expect(await parley.rest(secret).post('/v1/events', event)).toMatchObject({ status: 201 });
};

test('the first visit of the start page takes less than 260 kB in 15 answers, the second no file again', async () => {
  const empty = await visitTwice();
  await publishOne();
  const withChart = await visitTwice();

  for (const { first, again } of [empty, withChart]) {
    process.stdout.write(`Cold home: ${first.bytes} bytes in ${first.count} answers.\n`);
    expect(first.bytes).toBeLessThan(260_000);
    expect(first.count).toBeLessThanOrEqual(15);
    expect(again).toBeLessThan(30_000);
  }
});

test('the script that every page needs is less than 200 kB as brotli', async () => {
  const anyone = parley.rest(null);
  const path = /src="(\/assets\/[^"]+\.js)"/.exec(String((await anyone.get('/')).body))?.[1] ?? '';
  const answer = await fetch(parley.url + path, { headers: { 'accept-encoding': 'br' } });

  expect(answer.headers.get('content-encoding')).toBe('br');
  expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0);
  expect(Number(answer.headers.get('content-length'))).toBeLessThan(200_000);
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
