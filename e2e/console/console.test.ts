import { ApiKeyPage } from '@parley/shared/access/api-key';
import { EventPublished } from '@parley/shared/webhooks/event';
import type { Locator, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let receiver: Receiver;
let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  [console, receiver, parley] = await Promise.all([
    startConsole(),
    startReceiver(),
    startParley({ retrySchedule: [0, 3600] }),
  ]);
  staff = await createOwner(parley);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });
const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });
const press = async (scope: Page | Locator, name: string): Promise<void> =>
  scope.getByRole('button', { name, exact: true }).first().click();

const chooseConsumer = async (page: Page, form: Locator, label: string, name: string): Promise<void> => {
  await form.getByRole('combobox', { name: label }).fill(name);
  await page.getByRole('option', { name, exact: true }).click();
};

const createConsumer = async (page: Page, name: string): Promise<void> => {
  await page.goto('/consumers');
  await press(page.getByRole('main'), 'New consumer');
  const form = dialog(page, 'New consumer');
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await press(form, 'Create consumer');
  await heading(page, name).waitFor();
};

/** Creates a key for a consumer, and answers the secret that is shown once. */
const createKey = async (page: Page, consumer: string, name: string): Promise<string> => {
  await page.goto('/api-keys?dialog=create');
  const form = dialog(page, 'New API key');
  await chooseConsumer(page, form, 'Consumer', consumer);
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await press(form, 'Publish events');
  await press(form, 'Create key');
  const shown = dialog(page, 'API key created');
  const secret = await shown.getByRole('group', { name: 'API key', exact: true }).innerText();
  await press(shown, 'I have stored it');
  await heading(page, name).waitFor();
  return secret;
};

const declareEventType = async (page: Page, name: string): Promise<void> => {
  await page.goto('/event-types?dialog=create');
  const form = dialog(page, 'New event type');
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('textbox', { name: 'Description' }).fill('A payment was captured.');
  await press(form, 'Declare event type');
  await heading(page, name).waitFor();
};

const createEndpoint = async (page: Page, consumer: string, url: string): Promise<string> => {
  await page.goto('/endpoints?dialog=create');
  const form = dialog(page, 'New endpoint');
  await chooseConsumer(page, form, 'Consumer', consumer);
  await form.getByRole('textbox', { name: 'URL' }).fill(url);
  await form.getByRole('combobox', { name: 'Event types' }).fill('payment.*');
  await page.keyboard.press('Enter');
  await press(form, 'Create endpoint');
  const shown = dialog(page, 'Endpoint created');
  const secret = await shown.getByRole('group', { name: 'signing secret', exact: true }).innerText();
  await press(shown, 'I have stored it');
  await heading(page, url).waitFor();
  return secret;
};

const publish = async (page: Page, type: string, consumer: string): Promise<void> => {
  await page.goto('/events?dialog=create');
  const form = dialog(page, /^Publish an event/);
  await form.getByRole('combobox', { name: 'Event type' }).fill(type);
  await page.getByRole('option', { name: type, exact: true }).click();
  await chooseConsumer(page, form, 'Consumers', consumer);
  await press(form, 'Publish event');
  await heading(page, type).waitFor();
};

test('from an empty console to a verified webhook, its attempts and its replay', async () => {
  const page = await console.open(parley, staff);
  const url = receiver.url('/from-nothing');

  await createConsumer(page, 'Northwind Billing');
  const apiKey = await createKey(page, 'Northwind Billing', 'billing worker');
  await declareEventType(page, 'payment.captured');
  const signingSecret = await createEndpoint(page, 'Northwind Billing', url);
  await publish(page, 'payment.captured', 'Northwind Billing');
  const first = await receiver.waitFor(({ path }) => path === '/from-nothing');
  await page.getByRole('table').getByRole('link', { name: url }).click();
  await heading(page, 'Delivery of payment.captured').waitFor();
  const attempts = page.getByRole('region', { name: 'Attempts' });
  await attempts.getByText('Attempt 1').waitFor();
  await press(page, 'Replay…');
  await press(dialog(page, 'Replay this delivery?'), 'Replay now');
  const [, second] = await receiver.waitForCount('/from-nothing', 2);
  await attempts.getByText('HTTP 204').nth(1).waitFor();

  const headers = first.headers as Record<string, string>;
  const body = new Webhook(signingSecret).verify(first.body.toString(), headers);
  const call = { type: 'payment.captured', data: { amount: 7 } };
  const called = await parley.rest(apiKey).post('/v1/events', call);
  expect(body).toMatchObject({ type: 'payment.captured', data: { amount: 1200 } });
  expect(second?.headers['webhook-id']).toBe(first.headers['webhook-id']);
  expect(await attempts.getByText('By hand,').count()).toBe(1);
  expect(read(EventPublished, called, 201)).toMatchObject({ environment: 'live', deliveryCount: 1 });
});

test('a new key is shown once: it can be copied, and is gone afterwards', async () => {
  const page = await console.open(parley, staff);
  await createConsumer(page, 'Shown once');
  await page.goto('/api-keys?dialog=create');
  const form = dialog(page, 'New API key');
  await chooseConsumer(page, form, 'Consumer', 'Shown once');
  await form.getByRole('textbox', { name: 'Name' }).fill('worker');
  await press(form, 'Read only');
  await press(form, 'Create key');

  const shown = dialog(page, 'API key created');
  const secret = await shown.getByRole('group', { name: 'API key', exact: true }).innerText();
  await shown.getByRole('button', { name: 'Copy API key' }).click();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  await page.keyboard.press('Escape');
  const survivesEscape = await shown.isVisible();
  await press(shown, 'I have stored it');
  await heading(page, 'worker').waitFor();
  await page.reload();
  await heading(page, 'worker').waitFor();

  expect(secret).toMatch(/^parley_live_[0-9A-Za-z]{36}$/);
  expect(copied).toBe(secret);
  expect(survivesEscape).toBe(true);
  expect(await page.content()).not.toContain(secret);
  expect(await page.getByRole('main').innerText()).toContain(secret.slice(-4));
});

test('a key is revoked only after its name was typed, and is refused from then on', async () => {
  const key = await staff.createKey('Leaving partner', ['events:read']);
  const rest = parley.rest(key.secret);
  const before = await rest.get('/v1/events');
  const page = await console.open(parley, staff);
  await page.goto(`/api-keys/${key.keyId}`);

  await press(page, 'Revoke');
  const confirmation = dialog(page, 'Revoke tests?');
  const act = confirmation.getByRole('button', { name: 'Revoke key' });
  const isReadyUntyped = await act.isEnabled();
  await confirmation.getByRole('textbox').fill('tests');
  await act.click();
  await page.getByRole('main').getByText('Revoked', { exact: true }).first().waitFor();

  const after = await rest.get('/v1/events');
  const { items } = read(ApiKeyPage, await staff.rest.get(`/v1/api-keys?consumerId=${key.consumerId}`));
  expect(isReadyUntyped).toBe(false);
  expect([before.status, after.status]).toEqual([200, 401]);
  expect(items).toMatchObject([{ id: key.keyId, status: 'revoked' }]);
});

test('an id pasted into the command palette opens what it belongs to', async () => {
  const integrator = await prepareIntegrator(parley, await staff.createKey('Palette', integratorScopes));
  const endpoint = await integrator.createEndpoint(receiver.url('/palette'));
  const event = await integrator.publish({ amount: 1 });
  await receiver.waitFor(({ path }) => path === '/palette');
  const page = await console.open(parley, staff);
  await page.goto('/');
  await page.getByRole('button', { name: /^Search or paste an id/ }).waitFor();
  const paste = async (id: string, title: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    const palette = dialog(page, 'Command palette');
    await palette.getByRole('combobox').fill(id);
    await page.keyboard.press('Enter');
    await heading(page, title).waitFor();
  };

  await paste(integrator.consumerId, 'Palette');
  await paste(integrator.keyId, 'tests');
  await paste(endpoint.id, receiver.url('/palette'));
  await paste(event.id, 'payment.captured');
  await paste('Palette', 'Palette');
  await paste(event.requestId ?? '', 'payment.captured');

  expect(new URL(page.url()).pathname).toBe(`/events/${event.id}`);
});

test('filters, environment and dialogs are in the address: a reload keeps them, Back undoes them', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/deliveries');

  await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Test').click();
  await page.getByRole('search', { name: 'Filters' }).getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Exhausted' }).click();
  await page.waitForURL(/status=exhausted/);
  const filtered = new URL(page.url());
  await page.reload();
  await heading(page, 'Deliveries').waitFor();
  const reloaded = new URL(page.url());
  const isTest = await page.getByRole('radio', { name: 'Test' }).isChecked();
  await page.goto('/consumers');
  await press(page.getByRole('main'), 'New consumer');
  await dialog(page, 'New consumer').waitFor();
  await page.reload();
  await dialog(page, 'New consumer').waitFor();
  await page.goBack();
  await dialog(page, 'New consumer').waitFor({ state: 'hidden' });

  expect(filtered.searchParams.get('env')).toBe('test');
  expect(reloaded.search).toBe(filtered.search);
  expect(isTest).toBe(true);
});
