// The road of a requirement in a browser: a link without an account, submitted, changes, approved with an edited limit, a key,
// and the first call over the limit.
import { ApiKeyCreated } from '@parley/shared/access/api-key';
import { ConsumerView } from '@parley/shared/access/consumer';
import { IntakeLinkCreated } from '@parley/shared/access/intake';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { read } from '../support/rest.ts';

let console: Console;
let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
});

/** Makes a link as staff do, and answers its address. */
const askWhatItNeeds = async (page: Page): Promise<string> => {
  await page.goto('/consumers');
  await page.getByRole('button', { name: 'New consumer' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Northwind Billing');
  await page.getByRole('button', { name: 'Create consumer' }).click();
  await page.getByRole('heading', { level: 1, name: 'Northwind Billing' }).waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Ask what it needs' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('dialog', { name: 'The link is made' }).locator('code').innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  return link.trim();
};

const fill = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Books invoices for 40 clinics.');
  await page.getByRole('textbox', { name: 'Owner e-mail' }).fill('ada@northwind.example');
  await page
    .getByRole('textbox', { name: 'Operations' })
    .fill('parley GET /v1/deliveries\nparley listEvents');
  await page.getByRole('textbox', { name: 'Event types' }).fill('invoice.*');
  await page.getByRole('textbox', { name: 'Calls per day' }).fill('20000');
  await page.getByRole('textbox', { name: 'Calls in the busiest second' }).fill('5');
};

const statusOf = (page: Page, words: string) =>
  page.getByRole('main').getByText(words, { exact: true }).first();

const writeAndSubmit = async (theirs: Page, link: string): Promise<void> => {
  await theirs.goto(link);
  expect(await findBarriers(theirs)).toEqual([]);
  await theirs.getByRole('button', { name: 'Open the link in this browser' }).click();
  await theirs.getByRole('heading', { level: 1, name: 'What Northwind Billing needs' }).waitFor();
  expect(new URL(theirs.url()).hash).toBe('');
  await theirs.getByRole('button', { name: 'Submit' }).click();
  await theirs.getByText('Say where to write to who answers for it.').waitFor();
  await fill(theirs);
  await theirs.getByRole('textbox', { name: 'Networks' }).fill('127.0.0.0/8\neverywhere');
  await theirs.getByRole('button', { name: 'Save draft' }).click();
  await theirs.getByText(/^Line 2: A range such as/).waitFor();
  await theirs.getByRole('textbox', { name: 'Networks' }).fill('');
  await theirs.getByRole('button', { name: 'Save draft' }).click();
  await theirs.getByText('Saved.').waitFor();
  expect(await findBarriers(theirs)).toEqual([]);
  await theirs.reload();
  await theirs.getByRole('button', { name: 'Submit' }).click();
  await statusOf(theirs, 'Waits for an answer').waitFor();
};

const askForChanges = async (ours: Page): Promise<void> => {
  await ours.goto('/requirements?status=submitted');
  await ours.getByRole('link', { name: /^Books invoices/ }).waitFor();
  await ours.getByRole('link', { name: /^Books invoices/ }).click();
  await ours.getByRole('button', { name: 'More actions' }).click();
  await ours.getByRole('menuitem', { name: 'Request changes' }).click();
  await ours.getByRole('textbox', { name: 'What has to change' }).fill('From where do you call?');
  await ours.getByRole('dialog').getByRole('button', { name: 'Request changes' }).click();
  await statusOf(ours, 'Waits for changes').waitFor();
};

const changeAndSubmit = async (theirs: Page): Promise<void> => {
  await theirs.reload();
  await theirs.getByText('From where do you call?').first().waitFor();
  await theirs.getByRole('textbox', { name: 'Networks' }).fill('127.0.0.0/8');
  await theirs.getByRole('textbox', { name: 'Comment' }).fill('From our own office.');
  await theirs.getByRole('button', { name: 'Add comment' }).click();
  await theirs.getByText('From our own office.').nth(0).waitFor();
  await theirs.getByRole('button', { name: 'Submit' }).click();
  await statusOf(theirs, 'Waits for an answer').waitFor();
};

const approveWithLimit = async (ours: Page): Promise<void> => {
  await ours.reload();
  const plan = ours.getByRole('group', { name: 'Plan in live' });
  await plan.getByRole('textbox', { name: 'Calls a day' }).fill('3');
  await ours.getByRole('row', { name: /Limit \+ comes live — 3 calls a day/ }).waitFor();
  expect(await findBarriers(ours)).toEqual([]);
  await ours.getByRole('button', { name: 'Approve with this plan' }).click();
  await statusOf(ours, 'Approved').waitFor();
};

const assertLimited = async (consumerId: string): Promise<void> => {
  const key = async (scopes: string[]) =>
    staff.rest.post('/v1/api-keys', { name: 'ci', consumerId, environment: 'live', scopes });
  const beyond = await key(['api-keys:write']);
  const within = await key(['deliveries:read']);
  const { secret } = read(ApiKeyCreated, within, 201);
  const calls = [];
  for (let call = 0; call < 4; call += 1) calls.push(await parley.rest(secret).get('/v1/deliveries'));

  expect([beyond.status, within.status]).toEqual([422, 201]);
  expect(calls.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  const headers = calls[3]!.headers;
  expect(headers['ratelimit-policy']).toContain('"day";q=3');
  expect(headers['ratelimit']).toContain('"day";r=0');
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
};

/** What the page of support says of it, which was open all the time. */
const assertShown = async (ours: Page, consumerId: string): Promise<void> => {
  const refused = ours.getByRole('table', { name: 'Refused calls in live' });
  const row = refused.getByRole('row', { name: /429 Over a limit/ });
  await row.waitFor();
  expect(await row.innerText()).toContain('The limit is 3 calls a day (day).');
  expect(await row.getByRole('link', { name: 'ci' }).getAttribute('href')).toContain('/api-keys/key_');
  await ours.getByRole('link', { name: /Books invoices/ }).waitFor();
  expect(await findBarriers(ours)).toEqual([]);
  await ours.goto(`/consumers/${consumerId}?tab=plan`);
  await ours.getByText('3 a day: 3 used, none left').waitFor();
  await ours.getByText('invoice.*').first().waitFor();
};

test('a link leads from nothing to a plan that is enforced', async () => {
  const ours = await console.open(parley, staff);
  const link = await askWhatItNeeds(ours);
  const theirs = await console.open(parley, null);
  await theirs.setViewportSize({ width: 390, height: 844 });

  await writeAndSubmit(theirs, link);
  await askForChanges(ours);
  await changeAndSubmit(theirs);
  await approveWithLimit(ours);
  await theirs.reload();
  await statusOf(theirs, 'Approved').waitFor();
  expect(await findBarriers(theirs)).toEqual([]);

  await ours.goto(`${new URL(ours.url()).pathname}?tab=discussion`);
  await ours.getByText('From our own office.').waitFor();
  const consumerId = new URL(ours.url()).pathname.split('/')[2] ?? '';
  await ours.goto(`/consumers/${consumerId}`);
  await ours.getByText('Nothing was refused within 30 days').waitFor();
  await assertLimited(consumerId);
  await assertShown(ours, consumerId);
});

test('a link that was opened opens nothing in another browser', async () => {
  const created = await staff.rest.post('/v1/consumers', { name: 'Contoso', kind: 'partner' });
  const { id } = read(ConsumerView, created, 201);
  const { intakeUrl } = read(
    IntakeLinkCreated,
    await staff.rest.post(`/v1/consumers/${id}/intake-links`, {}),
    201,
  );
  const first = await console.open(parley, null);
  const second = await console.open(parley, null);
  await first.goto(intakeUrl);
  await first.getByRole('button', { name: 'Open the link in this browser' }).click();
  await first.getByRole('heading', { level: 1, name: 'What Contoso needs' }).waitFor();

  await second.goto(intakeUrl);
  await second.getByRole('button', { name: 'Open the link in this browser' }).click();
  await second.getByText('This link is not valid any more').first().waitFor();
  expect(await findBarriers(second)).toEqual([]);
  await second.goto('/intake');
  await second.getByRole('heading', { level: 1, name: 'No link is open in this browser' }).waitFor();
  expect(await findBarriers(second)).toEqual([]);
});
