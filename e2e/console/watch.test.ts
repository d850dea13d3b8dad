import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import type { Rest } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let owner: Staff;
let rest: Rest;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  owner = await createOwner(parley);
  const { secret } = await owner.createKey('publisher', [
    'events:publish',
    'events:read',
    'event-types:write',
  ]);
  rest = parley.rest(secret);
  await rest.post('/v1/event-types', { name: 'invoice.generated', description: 'An invoice.', schema: {} });
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const publish = async (): Promise<void> => {
  await rest.post('/v1/events', { type: 'invoice.generated', data: {} });
};

/** How often the page asked for the list of events. */
const countListings = (page: Page): (() => number) => {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().includes('event.list')) count += 1;
  });
  return () => count;
};

const openEvents = async (page: Page): Promise<void> => {
  await page.goto('/events?env=live');
  await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
};

test('a list is told of a new row and asks for it; rows that are shown stay where they are', async () => {
  await publish();
  const page = await console.open(parley, owner);
  const listings = countListings(page);
  const stream = page.waitForResponse((response) => response.url().includes('event.watch'));
  await openEvents(page);
  const rows = page.getByRole('row', { name: /invoice\.generated/ });
  await expect.poll(async () => rows.count()).toBe(1);
  expect((await stream).headers()['content-type']).toContain('text/event-stream');
  const before = listings();

  await publish();

  await page.getByRole('button', { name: 'Show 1 new' }).waitFor();
  expect(listings() - before).toBeLessThanOrEqual(3);
  expect(await rows.count()).toBe(1);
  await page.getByRole('button', { name: 'Show 1 new' }).click();
  await expect.poll(async () => rows.count()).toBe(2);
});

test('nobody asks while nothing changes, and everybody does while there is no stream', async () => {
  const watched = await console.open(parley, owner);
  const cut = await console.open(parley, owner);
  await cut.route('**/*.watch*', async (route) => route.abort());
  const [ofWatched, ofCut] = [countListings(watched), countListings(cut)];
  const stream = watched.waitForResponse((response) => response.url().includes('event.watch'));
  await Promise.all([openEvents(watched), openEvents(cut), stream]);
  const before = ofWatched();

  // Three rounds of asking by the page that has no stream are nine seconds.
  await expect.poll(ofCut).toBeGreaterThanOrEqual(4);

  expect(ofWatched() - before).toBeLessThanOrEqual(1);
});

test('a page that is without its stream for a while asks again by itself, and is told again after', async () => {
  const page = await console.open(parley, owner);
  const listings = countListings(page);
  await page.route('**/*.watch*', async (route) => route.abort());
  await openEvents(page);
  await expect.poll(listings).toBeGreaterThanOrEqual(2);

  await page.unroute('**/*.watch*');
  // As when somebody comes back to the page.
  await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
  await page.waitForResponse((response) => response.url().includes('event.watch'));
  await publish();

  await page.getByRole('button', { name: /^Show \d+ new$/ }).waitFor();
});
