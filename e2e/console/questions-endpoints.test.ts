import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let receiver: Receiver;
let parley: Parley;
let staff: Staff;
let consumerId: string;

beforeAll(async () => {
  [console, receiver, parley] = await Promise.all([
    startConsole(),
    startReceiver(),
    startParley({ retrySchedule: [0, 3600] }),
  ]);
  staff = await createOwner(parley);
  ({ consumerId } = await staff.createKey('Northwind', ['events:publish']));
  await staff.rest.post('/v1/event-types', {
    name: 'order.made',
    description: 'Made.',
    schema: { type: 'object' },
  });
});

afterEach(async () => console.closePages());

afterAll(async () => {
  for (const one of [console, receiver, parley]) await one[Symbol.asyncDispose]();
});

const endpointAt = async (path: string) => {
  const body = { url: receiver.url(path), eventTypes: ['order.*'], consumerId, environment: 'live' };
  return read(EndpointWithSecret, await staff.rest.post('/v1/endpoints', body), 201);
};

/** Counts what a person does. */
const stepsOf = (page: Page) => {
  let count = 0;
  return {
    press: async (role: 'button' | 'link' | 'menuitem', name: string | RegExp) => {
      count += 1;
      await page.getByRole(role, { name }).first().click();
    },
    get count() {
      return count;
    },
  };
};

test('all endpoints that fail now are two steps from home, and can be asked for by keyboard alone', async () => {
  receiver.script('/broken', { status: 500 });
  const broken = await endpointAt('/broken');
  await endpointAt('/fine');
  for (let index = 0; index < 3; index += 1)
    await staff.rest.post('/v1/events', {
      type: 'order.made',
      data: {},
      audience: [consumerId],
      environment: 'live',
    });
  await expect
    .poll(async () => (await staff.rest.get(`/v1/endpoints/${broken.id}`)).body)
    .toMatchObject({ health: 'failing' });
  const page = await console.open(parley, staff);
  await page.goto('/');
  const steps = stepsOf(page);

  await steps.press('link', /^All failing endpoints/);

  const table = page.getByRole('table', { name: /^Endpoints/ });
  await expect.poll(async () => table.getByRole('link', { name: /broken/ }).count()).toBe(1);
  await expect.poll(async () => table.getByRole('link', { name: /fine/ }).count()).toBe(0);
  await page.getByText('1 endpoint', { exact: true }).waitFor();
  expect(steps.count).toBeLessThanOrEqual(2);
  expect(page.url()).toContain('health=failing');

  // ↓ looks at the first row, Esc ends that, Enter opens what has the focus.
  await page.getByRole('region', { name: /table$/ }).focus();
  await page.keyboard.press('ArrowDown');
  const panel = page.getByRole('complementary', { name: 'The row that you look at' });
  await panel.getByRole('link', { name: 'Northwind' }).waitFor();
  expect(page.url()).toContain(`look=${broken.id}`);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/endpoints/${broken.id}**`);
});

test('a secret is rotated, and the receiver seen to take it, in five steps', async () => {
  const endpoint = await endpointAt('/rotating');
  const page = await console.open(parley, staff);
  await page.goto(`/endpoints/${endpoint.id}`);
  const steps = stepsOf(page);

  await steps.press('button', 'More actions');
  await steps.press('menuitem', 'Rotate the secret');
  await steps.press('button', 'Rotate secret');
  const shown = page.getByRole('group', { name: 'signing secret', exact: true });
  const secret = await shown.innerText();
  await steps.press('button', 'I have stored it');
  const form = page.getByRole('dialog', { name: /Send a test event/ });
  await form.waitFor();
  await form.getByRole('button', { name: 'Send test event' }).click();

  expect(steps.count + 1).toBeLessThanOrEqual(5);
  await form
    .getByText(/delivered/i)
    .first()
    .waitFor();
  const sent = await receiver.waitFor(({ path }) => path === '/rotating');
  expect(secret).not.toBe(endpoint.secret);
  new Webhook(secret).verify(sent.body, sent.headers as Record<string, string>);
});

test('what is chosen is planned, confirmed, watched and found again', async () => {
  const ids = [];
  for (const path of ['/bulk-a', '/bulk-b', '/bulk-c']) ids.push((await endpointAt(path)).id);
  const page = await console.open(parley, staff);
  await page.goto('/endpoints?q=bulk');
  const row = (id: string) => page.locator(`tr[data-row="${id}"]`);
  await row(ids[2]!).getByRole('checkbox').check();
  // With Shift everything between is chosen too.
  await row(ids[0]!)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await page.getByText('3 endpoints chosen').waitFor();
  await page.getByRole('button', { name: 'Disable…' }).click();
  await page.waitForURL('**/bulk-changes/**');
  await page.getByText('Nothing is changed before it is started.').waitFor();
  expect((await staff.rest.get(`/v1/endpoints/${ids[0]}`)).body).toMatchObject({ status: 'active' });

  await page.getByRole('button', { name: 'Disable 3 endpoints' }).click();
  await page.goto('/bulk-changes');
  await page.getByRole('link', { name: /Disable endpoints/ }).click();

  await page.getByText('3 of 3 endpoints gone through, 3 changed').waitFor();
  for (const id of ids)
    expect((await staff.rest.get(`/v1/endpoints/${id}`)).body).toMatchObject({ status: 'disabled' });
});

test('a view is saved, shared, opened first, renamed and deleted, and says when it is about what is gone', async () => {
  const removed = await endpointAt('/gone');
  const page = await console.open(parley, staff);
  await page.goto(`/deliveries?endpointId=${removed.id}&columns=status,created`);
  const view = async (item: string) => {
    await page.getByRole('button', { name: /^View/ }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await view('Save as a new view…');
  await page.getByRole('textbox', { name: 'Name' }).fill('Of the old receiver');
  await page.getByRole('checkbox', { name: /Everybody/ }).check();
  await page.getByRole('button', { name: 'Save the view' }).click();
  const tab = page.getByRole('link', { name: 'Of the old receiver (shared)' });
  await expect.poll(async () => tab.getAttribute('aria-current')).toBe('page');
  await view('Open the list with it');
  await staff.rest.delete(`/v1/endpoints/${removed.id}`);

  await page.goto('/deliveries');
  await page.waitForURL(`**/deliveries?*endpointId=${removed.id}*`);
  await page.getByText(/was removed/).waitFor();
  await page.getByRole('button', { name: 'Leave this filter out' }).click();
  await page.getByRole('button', { name: 'View, changed' }).waitFor();
  await view('Save the changes to it');
  await page.getByRole('button', { name: 'View', exact: true }).waitFor();
  await view('Rename or share…');
  await page.getByRole('textbox', { name: 'Name' }).fill('All, in few columns');
  await page.getByRole('button', { name: 'Save the view' }).click();
  await page.getByRole('link', { name: 'All, in few columns (shared)' }).waitFor();
  await view('Delete the view…');
  await page
    .getByRole('dialog')
    .getByText(/It is shared/)
    .waitFor();
  await page.getByRole('button', { name: 'Delete the view' }).click();

  await expect
    .poll(async () => page.getByRole('navigation', { name: 'Views' }).getByRole('link').count())
    .toBe(1);
});

test('lists as people look at them have no barriers', async () => {
  const page = await console.open(parley, staff);
  for (const path of [
    '/bulk-changes',
    '/endpoints?health=failing,paused',
    '/deliveries?columns=status,event,created&order=asc',
    '/deliveries?endpointId=ep_gone',
    '/api-keys?ask=unused-90',
    '/consumers?search=nobody',
  ]) {
    await page.goto(path);
    await page.getByRole('button', { name: 'Columns' }).waitFor();
    await page.getByRole('status').first().waitFor({ state: 'attached' });
    expect([path, await findBarriers(page)]).toEqual([path, []]);
  }
});
