import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Integrator, integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let receiver: Receiver;
let parley: Parley;
let staff: Staff;
let integrator: Integrator;

beforeAll(async () => {
  [console, receiver, parley] = await Promise.all([startConsole(), startReceiver(), startParley()]);
  staff = await createOwner(parley);
  integrator = await prepareIntegrator(parley, await staff.createKey('Doctor', integratorScopes));
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const headersOf = ({ headers }: Received): string =>
  ['webhook-id', 'webhook-timestamp', 'webhook-signature']
    .map((name) => `${name}: ${String(headers[name])}`)
    .join('\n');

const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name });
const submit = async (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Check the signature' }).click();
const verdict = (page: Page): Locator => page.getByRole('region', { name: 'Verdict' });

test('a webhook is checked as it was received, and after its body and its secret were changed', async () => {
  const url = receiver.url('/doctor');
  const { secret } = await integrator.createEndpoint(url);
  const neighbour = await integrator.createEndpoint(receiver.url('/neighbour'));
  await integrator.publish({ amount: 1200 });
  const webhook = await receiver.waitFor(({ path }) => path === '/doctor');
  const page = await console.open(parley, staff);
  await page.goto('/');

  await page.getByRole('navigation', { name: 'Console' }).getByRole('button', { name: 'Events out' }).click();
  await page.getByRole('link', { name: 'Signature doctor' }).click();
  await page.getByRole('heading', { name: 'Nothing checked yet' }).waitFor();
  await page.getByRole('combobox', { name: 'Endpoint' }).fill('/doctor');
  await page.getByRole('option', { name: url }).click();
  await field(page, 'Headers').fill(headersOf(webhook));
  await field(page, 'Raw body').fill(webhook.body.toString());
  await field(page, 'Secret of the receiver').fill(secret);
  await submit(page);
  await verdict(page).getByText('Valid', { exact: true }).waitFor();

  await field(page, 'Raw body').fill(webhook.body.toString().replace('1200', '1300'));
  await submit(page);
  await verdict(page).getByText('Not valid: body').waitFor();
  const bodyFinding = await page.getByRole('listitem').filter({ hasText: 'Body: wrong' }).innerText();

  await field(page, 'Raw body').fill(JSON.stringify(JSON.parse(webhook.body.toString()), null, 2));
  await field(page, 'Secret of the receiver').fill(neighbour.secret);
  await submit(page);
  await verdict(page).getByText('Not valid: secret').waitFor();
  const secretFinding = await page.getByRole('listitem').filter({ hasText: 'Secret: wrong' }).innerText();
  await page.getByText('The JSON was written again with other white space.').waitFor();

  const offset = webhook.body.indexOf('1200') + 1;
  expect(bodyFinding).toContain(`The first difference is at byte ${offset}`);
  expect(secretFinding).toContain(neighbour.id);
  expect(page.url()).not.toContain('whsec');
  expect(await page.getByRole('main').innerText()).not.toContain(secret.slice(6, 20));
});

test('an address names the endpoint, and what is missing stands beside its field', async () => {
  const url = receiver.url('/named');
  const { id } = await integrator.createEndpoint(url);
  const page = await console.open(parley, staff);

  await page.goto(`/signature-check?endpointId=${id}`);
  await expect.poll(async () => page.getByRole('combobox', { name: 'Endpoint' }).inputValue()).toBe(url);
  await submit(page);
  await page.getByText('Fill this in.').waitFor();

  expect(await field(page, 'Headers').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByText('Fill this in.').count()).toBe(1);
});
