import { ConsumerPage } from '@parley/shared/access/consumer';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let owner: Staff;
let consumerId: string;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley({ retrySchedule: [0, 3600] })]);
  owner = await createOwner(parley);
  await owner.createKey('Northwind', ['events:publish', 'event-types:write', 'endpoints:write']);
  consumerId = read(ConsumerPage, await owner.rest.get('/v1/consumers')).items[0]!.id;
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

const openAt = async (path: string, name: string): Promise<{ page: Page; nav: Locator }> => {
  const page = await console.open(parley, owner);
  await page.goto(path);
  await heading(page, name).waitFor();
  return { page, nav: page.getByRole('navigation', { name: 'Console' }) };
};

const unfolded = async (nav: Locator): Promise<string[]> =>
  nav.getByRole('button', { expanded: true }).allInnerTexts();

test('the area of the page is unfolded and no other, and says where the reader is', async () => {
  const { page, nav } = await openAt('/deliveries', 'Deliveries');

  expect(await unfolded(nav)).toEqual(['Events out']);
  expect(await nav.locator('[aria-current="page"]').allInnerTexts()).toEqual(['Deliveries']);
  await nav.getByRole('button', { name: 'Partners' }).click();
  expect(await unfolded(nav)).toEqual(['Partners']);
  expect(await nav.getByRole('link', { name: 'Deliveries' }).count()).toBe(0);
  await nav.getByRole('link', { name: 'Consumers', exact: true }).click();
  await heading(page, 'Consumers').waitFor();
  expect(await unfolded(nav)).toEqual(['Partners']);
});

test('on the page of an object the breadcrumbs lead back, and its room is where the reader is', async () => {
  const { page, nav } = await openAt(`/consumers/${consumerId}`, 'Northwind');
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumbs' });

  await expect
    .poll(async () => crumbs.getByRole('listitem').allInnerTexts())
    .toEqual(['Consumers', 'Northwind']);
  expect(await crumbs.locator('[aria-current="page"]').innerText()).toBe('Northwind');
  await expect
    .poll(async () => nav.locator('[aria-current="location"]').allInnerTexts())
    .toEqual(['Consumers']);
  await crumbs.getByRole('link', { name: 'Consumers' }).click();
  await heading(page, 'Consumers').waitFor();
  await crumbs.waitFor({ state: 'hidden' });
});

test('an object that was looked at is recent, and stays on top once it is pinned, for this account alone', async () => {
  const { page, nav } = await openAt(`/consumers/${consumerId}`, 'Northwind');
  const recent = nav.getByRole('list', { name: 'Recent' });
  const pinned = nav.getByRole('list', { name: 'Pinned' });

  await recent.getByRole('link', { name: 'Northwind' }).waitFor();
  await page.getByRole('button', { name: 'Pin to the navigation' }).click();
  await pinned.getByRole('link', { name: 'Northwind' }).waitFor();
  expect(await recent.count()).toBe(0);
  await page.goto('/events');
  await pinned.getByRole('link', { name: 'Northwind' }).click();
  await heading(page, 'Northwind').waitFor();
  await page.keyboard.press('p');
  await pinned.waitFor({ state: 'hidden' });
  await page.evaluate(`(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('parley-places-'));
    localStorage.setItem('parley-places-stf_another', localStorage.getItem(key));
    localStorage.removeItem(key);
  })()`);
  await page.goto('/events');
  await heading(page, 'Events').waitFor();
  expect(await recent.count()).toBe(0);
});

test('a page that does not exist is not remembered', async () => {
  const page = await console.open(parley, owner);
  await page.goto('/consumers/con_01m8f43qhz00r247fffjvxp1h9');
  await page.getByRole('alert').waitFor();

  expect(await page.getByRole('list', { name: 'Recent' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Pin to the navigation' }).count()).toBe(0);
});

test('folded to icons it stays folded, and each icon has its name', async () => {
  const { page, nav } = await openAt('/events', 'Events');
  const width = async () => (await nav.boundingBox())?.width ?? 0;

  await nav.getByRole('button', { name: 'Fold to icons' }).click();
  await expect.poll(width).toBeLessThan(60);
  await page.reload();
  await heading(page, 'Events').waitFor();
  expect(await width()).toBeLessThan(60);
  await nav.getByRole('button', { name: 'Partners' }).focus();
  await page.keyboard.press('Enter');
  await nav.getByRole('link', { name: 'API keys' }).click();
  await heading(page, 'API keys').waitFor();
  await page.keyboard.press('[');
  await expect.poll(width).toBeGreaterThan(180);
});

test('an endpoint that begins to fail is counted without a reload', async () => {
  await using receiver = await startReceiver();
  receiver.script('/', { status: 500 });
  const { nav } = await openAt('/event-types', 'Event types');
  const { secret } = await owner.createKey('Failing', [
    'events:publish',
    'event-types:write',
    'endpoints:write',
  ]);
  const rest = parley.rest(secret);
  expect(await nav.getByRole('link', { name: /failing/ }).count()).toBe(0);

  await rest.post('/v1/event-types', { name: 'invoice.generated', description: 'An invoice.', schema: {} });
  await rest.post('/v1/endpoints', { url: receiver.url(), eventTypes: ['*'] });
  await rest.post('/v1/events', { type: 'invoice.generated', data: {} });

  await nav.getByRole('link', { name: 'Endpoints , 1 failing' }).waitFor();
  await nav.getByRole('button', { name: 'Partners' }).click();
  await nav.getByRole('button', { name: 'Events out , 1 failing' }).waitFor();
});

test('on a phone the drawer takes the focus, Escape gives it back, and following a link closes it', async () => {
  const { page, nav } = await openAt('/consumers', 'Consumers');
  await page.setViewportSize({ width: 390, height: 800 });
  const opener = page.getByRole('button', { name: 'Open the navigation' });
  expect(await nav.isVisible()).toBe(false);

  await opener.click();
  await nav.locator(':focus').waitFor();
  await page.keyboard.press('Escape');
  await nav.waitFor({ state: 'hidden' });
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
  await opener.click();
  await nav.getByRole('button', { name: 'Events out' }).click();
  await nav.getByRole('link', { name: 'Deliveries' }).click();
  await heading(page, 'Deliveries').waitFor();

  expect(await nav.isVisible()).toBe(false);
});

test('keys lead to rooms, do nothing while one writes, and the sheet shows them', async () => {
  const { page } = await openAt('/consumers', 'Consumers');

  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await heading(page, 'Deliveries').waitFor();
  await page.getByRole('textbox', { name: /Event id/ }).focus();
  await page.keyboard.type('g e?');
  expect(await heading(page, 'Deliveries').count()).toBe(1);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.waitFor();
  expect(await sheet.innerText()).toContain('Go to deliveries');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  expect(await heading(page, 'Deliveries').count()).toBe(1);
});
