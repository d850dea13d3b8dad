import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read, type Rest } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let receiver: Receiver;
let owner: Staff;
let rest: Rest;
let endpointId: string;
let exhaustedId: string;

const eventType = 'invoice.generated';

const deliveriesOf = async (status: string) =>
  read(DeliveryPage, await rest.get(`/v1/deliveries?status=${status}`)).items;

const assertFinished = async (): Promise<void> => {
  if ((await deliveriesOf('pending')).length > 0) throw new Error('Something is still under way.');
};

/** An endpoint that refused the first delivery for good and took the next three. */
beforeAll(async () => {
  [console, receiver] = await Promise.all([startConsole(), startReceiver()]);
  parley = await startParley({ retrySchedule: [0] });
  owner = await createOwner(parley);
  const { secret } = await owner.createKey('publisher', [
    'events:publish',
    'event-types:write',
    'endpoints:write',
    'deliveries:read',
  ]);
  rest = parley.rest(secret);
  await rest.post('/v1/event-types', {
    name: eventType,
    description: 'An invoice.',
    schema: {},
    example: {},
  });
  const url = receiver.url('/hooks');
  receiver.script('/hooks', { status: 500 }, { status: 204 });
  endpointId = read(EndpointWithSecret, await rest.post('/v1/endpoints', { url, eventTypes: ['*'] }), 201).id;
  for (let amount = 0; amount < 4; amount += 1) {
    await rest.post('/v1/events', { type: eventType, data: { amount } });
    await vi.waitFor(assertFinished, { timeout: 60_000 });
  }
  exhaustedId = (await deliveriesOf('exhausted'))[0]!.id;
});

afterEach(async () => console.closePages());

afterAll(async () => {
  for (const one of [console, parley, receiver]) await one[Symbol.asyncDispose]();
});

const open = async (path: string): Promise<Page> => {
  const page = await console.open(parley, owner);
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
};

const chartOf = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: title, exact: true });

const plotOf = (page: Page, title: string): Locator => chartOf(page, title).getByRole('slider');

const searchOf = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

test('the parts of an object are in its address, and going back goes through them', async () => {
  const page = await open(`/endpoints/${endpointId}`);
  const parts = page.getByRole('navigation', { name: 'Parts of this endpoint' });

  await parts.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('region', { name: 'Signing secret' }).waitFor();
  const settings = searchOf(page).get('tab');
  await parts.getByRole('link', { name: 'History' }).click();
  await page.getByRole('link', { name: 'Endpoint created' }).waitFor();
  const current = await parts.locator('[aria-current=page]').allInnerTexts();
  await page.goBack();

  expect(settings).toBe('settings');
  expect(current).toEqual(['History']);
  await page.getByRole('region', { name: 'Signing secret' }).waitFor();
  expect(await parts.locator('[aria-current=page]').allInnerTexts()).toEqual(['Settings']);
});

test('a chart counts what its table and the list behind it have', async () => {
  const page = await open(`/endpoints/${endpointId}`);
  const chart = chartOf(page, 'Deliveries');
  await chart.getByText('3 delivered').waitFor();
  await chart.getByText('1 exhausted').waitFor();

  await chart.getByText('Table', { exact: true }).click();
  const row = chart.getByRole('row').nth(1);
  const cells = await row.getByRole('cell').allInnerTexts();
  await row.getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
  const rows = page.getByRole('table').getByRole('row');

  // One more for the head.
  await expect.poll(async () => rows.count()).toBe(1 + 4);
  expect(cells.slice(1)).toEqual(['3', '0', '0', '1', '0']);
  expect(searchOf(page).get('endpointId')).toBe(endpointId);
});

test('a range stays a range in the address, and what is dragged over is two instants', async () => {
  const page = await open(`/endpoints/${endpointId}`);
  await page.getByText('7d', { exact: true }).click();
  await expect.poll(() => searchOf(page).get('range')).toBe('7d');
  const plot = plotOf(page, 'Deliveries');
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;

  await page.mouse.move(box.x + box.width * 0.5, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
  await page.mouse.up();

  await expect.poll(() => searchOf(page).has('since')).toBe(true);
  const search = searchOf(page);
  expect(search.has('range')).toBe(false);
  expect(Date.parse(search.get('until')!)).toBeGreaterThan(Date.parse(search.get('since')!));
  await page.getByLabel('From', { exact: true }).waitFor();
});

test('without a mouse a chart says what it holds, zooms, and leads to its rows', async () => {
  const page = await open(`/endpoints/${endpointId}`);
  const plot = plotOf(page, 'Deliveries');
  await plot.focus();
  await page.keyboard.press('ArrowLeft');
  const said = await plot.getAttribute('aria-valuetext');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(() => searchOf(page).has('since')).toBe(true);
  const zoomed = searchOf(page);
  await page.goBack();
  await plot.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();

  expect(said).toMatch(/: 3 delivered, 0 pending, 0 failed, 1 exhausted, 0 cancelled$/);
  expect(Date.parse(zoomed.get('until')!) - Date.parse(zoomed.get('since')!)).toBe(3 * 3_600_000);
});

test('a delivery has one course, from the call to why nothing more is sent', async () => {
  const page = await open(`/deliveries/${exhaustedId}`);
  const course = page.getByRole('region', { name: 'Attempts' });
  await course.getByText('HTTP 500').waitFor();
  await course.getByText('Asked for by an API request').waitFor();

  const text = await course.innerText();

  expect(await page.getByRole('region', { name: 'Timeline' }).count()).toBe(0);
  expect(text.indexOf('Asked for')).toBeLessThan(text.indexOf('Attempt 1'));
  expect(text).toContain('The schedule is used up');
});

test('a chart and its table have no barriers', async () => {
  const page = await open(`/endpoints/${endpointId}?range=7d`);
  const chart = chartOf(page, 'Deliveries');
  await chart.getByText('3 delivered').waitFor();
  const ofChart = await findBarriers(page);

  await chart.getByText('Table', { exact: true }).click();
  await chart.getByRole('table').waitFor();

  expect([...ofChart, ...(await findBarriers(page))]).toEqual([]);
});

test.each([
  ['settings of an endpoint', () => `/endpoints/${endpointId}?tab=settings`, 'Verify the signature'],
  ['history of an endpoint', () => `/endpoints/${endpointId}?tab=history`, 'Endpoint created'],
  ['request of a delivery', () => `/deliveries/${exhaustedId}?tab=request`, 'Exactly these bytes'],
  ['response of a delivery', () => `/deliveries/${exhaustedId}?tab=response`, 'Answer to attempt 1'],
  ['versions of an event type', () => `/event-types/${eventType}?tab=versions`, 'Version 1'],
])('the %s has no barriers', async (_, path, text) => {
  const page = await open(path());
  await page.getByText(text).first().waitFor();

  expect(await findBarriers(page)).toEqual([]);
});

test('a phone shows all of a page without scrolling sideways', async () => {
  const page = await open(`/endpoints/${endpointId}`);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [
    `/endpoints/${endpointId}`,
    `/deliveries/${exhaustedId}`,
    `/event-types/${eventType}`,
  ]) {
    await page.goto(path);
    await page.getByRole('region', { name: 'About' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  }
});

test('a receiver that took the new secret alone is said to have taken it', async () => {
  const page = await open(`/endpoints/${endpointId}?tab=settings`);
  const section = page.getByRole('region', { name: 'Signing secret' });
  await section.getByText('was signed by this secret alone').waitFor();

  await rest.post(`/v1/endpoints/${endpointId}/rotate-secret`, { overlapSeconds: 0 });
  await page.reload();
  await section.getByText('Nothing arrived since it signs alone').waitFor();
  await rest.post('/v1/events', { type: eventType, data: {} });
  await section.getByText('was signed by this secret alone').waitFor();

  expect(await section.getByText('Done').count()).toBe(1);
});
