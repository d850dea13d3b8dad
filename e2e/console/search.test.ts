import { ConsumerView } from '@parley/shared/access/consumer';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Integrator, integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let staff: Staff;
let integrator: Integrator;
let endpointId: string;
let deliveryId: string;
let eventId: string;

const url = 'http://127.0.0.1:8099/hooks/northern';

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  integrator = await prepareIntegrator(parley, await staff.createKey('Nordwind Händler', integratorScopes));
  const { consumerId } = integrator;
  const contact = { contactEmail: 'ops@nordwind.example' };
  read(ConsumerView, await staff.rest.patch(`/v1/consumers/${consumerId}`, contact));
  endpointId = (await integrator.createEndpoint(url)).id;
  const event = { type: 'payment.captured', data: { amount: 1 }, id: 'order-4711', subject: 'customer-9' };
  await integrator.rest.post('/v1/events', event);
  const { items } = read(DeliveryPage, await integrator.rest.get('/v1/deliveries'));
  deliveryId = items[0]?.id ?? '';
  eventId = items[0]?.eventUniqueId ?? '';
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Command palette' });
const field = (page: Page): Locator => palette(page).getByRole('combobox');
const option = (page: Page, name: string | RegExp): Locator => palette(page).getByRole('option', { name });

/** A page with the palette open, and nothing written. */
const start = async (path = '/consumers'): Promise<Page> => {
  const page = await console.open(parley, staff);
  await page.goto(path);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await palette(page).waitFor();
  return page;
};

const paste = async (page: Page, text: string): Promise<void> => {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+v');
};

test('what is written finds all that has it, in groups, with whose it is, where, how it is, and the letters marked', async () => {
  const page = await start();
  await page.keyboard.type('nord');

  const consumer = option(page, /^Nordwind Händler/);
  await consumer.waitFor();
  expect(await consumer.textContent()).toContain('ops@nordwind.example');
  expect(await consumer.textContent()).toContain('Active');
  expect(await consumer.locator('mark').allTextContents()).toEqual(['Nord', 'nord']);
  await field(page).fill('northern');
  const endpoint = option(page, /^http.*northern/);
  await endpoint.waitFor();
  expect(await endpoint.textContent()).toContain('Nordwind Händler');
  expect(await endpoint.textContent()).toContain('Live');
  expect(await palette(page).getByRole('group', { name: 'Endpoints' }).count()).toBe(1);
  await field(page).fill('handler nordw');
  await option(page, /^Nordwind Händler/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Nordwind Händler' }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await palette(page).getByRole('group', { name: 'Opened lately' }).waitFor();

  expect(await palette(page).getByRole('group', { name: 'Opened lately' }).textContent()).toContain(
    'Nordwind',
  );
});

test('letters that are pressed before the palette is loaded are kept, and Enter waits for what it means', async () => {
  const page = await console.open(parley, staff);
  let release = (): void => undefined;
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/palette-list/, async (route) => {
    await isReleased;
    await route.continue();
  });
  await page.goto('/consumers');
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('nordwind');
  await page.keyboard.press('Enter');
  const kept = await field(page).inputValue();
  const isWaiting = await palette(page).getByText('What you write is kept').isVisible();
  release();

  await page.getByRole('heading', { level: 1, name: 'Nordwind Händler' }).waitFor();
  expect([kept, isWaiting]).toEqual(['nordwind', true]);
});

test('a late answer never replaces a newer one, and is never opened for it', async () => {
  const page = await start();
  let release = (): void => undefined;
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/search\.find.*northern/, async (route) => {
    await isReleased;
    await route.continue().catch(() => undefined);
  });
  const asked = page.waitForRequest(/search\.find.*northern/);
  await field(page).fill('northern');
  await asked;
  await field(page).fill('nordwind');
  await option(page, /^Nordwind Händler/).waitFor();
  release();
  await palette(page)
    .getByText(/result/)
    .waitFor();

  expect(await option(page, /hooks/).count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Nordwind Händler' }).waitFor();
});

test('what is pasted is gone to at once: an id of ours, or one of a publisher', async () => {
  const page = await start();
  const places: [string, string][] = [
    [endpointId, `/endpoints/${endpointId}`],
    [deliveryId, `/deliveries/${deliveryId}`],
    [integrator.keyId, `/api-keys/${integrator.keyId}`],
    [integrator.consumerId, `/consumers/${integrator.consumerId}`],
  ];
  for (const [id, path] of places) {
    await paste(page, ` ${id}\n`);
    await expect.poll(() => new URL(page.url()).pathname).toBe(path);
    await page.keyboard.press('ControlOrMeta+k');
  }
  await paste(page, 'order-4711');

  await expect.poll(() => new URL(page.url()).pathname).toBe(`/events/${eventId}`);
});

test('a whole key is not sent anywhere: its last four letters find it', async () => {
  const page = await start();
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url() + (request.postData() ?? '')));
  await paste(page, integrator.secret);
  await palette(page).getByText('That was a secret.').waitFor();
  await option(page, /^tests/).waitFor();

  expect(await field(page).inputValue()).toBe(integrator.secret.slice(-4));
  expect(addresses.filter((address) => address.includes(integrator.secret.slice(12, -4)))).toEqual([]);
});

test('the keyboard chooses, Ctrl and Enter opens a new tab, Escape gives the focus back', async () => {
  const page = await start();
  await field(page).fill('order-4711');
  await option(page, /order-4711/)
    .first()
    .waitFor();
  await page.keyboard.press('ArrowDown');
  const second = await palette(page).locator('[aria-selected=true]').getAttribute('id');
  expect(await field(page).getAttribute('aria-activedescendant')).toBe(second);
  await page.keyboard.press('ArrowUp');
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press('Control+Enter');
  const tab = await opened;
  await tab.waitForURL(/\/events\//);
  await page.keyboard.press('Escape');
  await palette(page).waitFor({ state: 'hidden' });

  expect(new URL(page.url()).pathname).toBe('/consumers');
});

test('pages and commands stand in the same list, by the beginnings of their words', async () => {
  const page = await start('/');
  await field(page).fill('new cons');
  await option(page, 'New consumer').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'New consumer' }).waitFor();

  expect(new URL(page.url()).pathname).toBe('/consumers');
});

test('nothing found says where it was looked for, and a search that fails can be done again', async () => {
  const page = await start();
  await field(page).fill('qqxxyyzz');
  await palette(page).getByText('Nothing has “qqxxyyzz”.').waitFor();
  expect(await palette(page).textContent()).toContain('Searched: consumers, API keys, endpoints');
  expect(await option(page, 'Open qqxxyyzz').count()).toBe(1);
  await page.route(/search\.find/, (route) => route.abort());
  await field(page).fill('nordw');
  await palette(page).getByRole('alert').waitFor();
  const said = await palette(page).getByRole('alert').textContent();
  await page.unroute(/search\.find/);
  await palette(page).getByRole('button', { name: 'Search again' }).click();
  await option(page, /^Nordwind Händler/).waitFor();

  expect(said).toContain('Parley does not answer');
});

test('a list that filters by exact values leads on to the search, by Enter and where nothing matches', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/deliveries');
  const filter = page.getByRole('textbox', { name: 'Event id, or any words' });
  await filter.fill('northern');
  await filter.press('Enter');
  await option(page, /^http.*northern/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No delivery matches').waitFor();
  await page.getByRole('button', { name: 'Search everything for “northern”' }).click();

  await option(page, /^http.*northern/).waitFor();
  expect(await field(page).inputValue()).toBe('northern');
});

test('the pages of lists and objects are kept under their own names, whatever was shown before', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/deliveries');
  await page.getByRole('link', { name: /payment.captured/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Delivery of payment.captured' }).waitFor();

  const recent = page.getByRole('list', { name: 'Recent' }).getByRole('link');
  expect(await recent.allTextContents()).toEqual(['Delivery of payment.captured']);
});

test('the palette with results, and with none, has no barriers', async () => {
  const page = await start();
  await field(page).fill('nor');
  await option(page, /northern/)
    .first()
    .waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await field(page).fill('qqxxyyzz');
  await palette(page).getByText('Nothing has').waitFor();
  expect(await findBarriers(page)).toEqual([]);
});
