import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { type StaffProvider, startStaffProvider } from '../support/staff-provider.ts';

let console: Console;
let parley: Parley;
let provider: StaffProvider;
let ada: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  [ada, provider] = await Promise.all([
    createOwner(parley),
    startStaffProvider(`${parley.url}/single-sign-on`),
  ]);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  provider.end();
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

/** At the provider: types a name, and comes back. */
const logIn = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('heading', { name: 'Company login' }).waitFor();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Log in' }).click();
};

const continueThere = async (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Continue with Company login' }).click();

test('an owner sets a provider up, tests it, and sees what came step by step', async () => {
  const page = await console.open(parley, ada);
  await page.goto('/identity-providers');
  await page.getByRole('button', { name: 'Set up a provider' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Set up single sign-on' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Company login');
  await dialog.getByRole('textbox', { name: 'Issuer' }).fill(provider.url);
  await dialog.getByRole('textbox', { name: 'Client id' }).fill('parley');
  await dialog.locator('input[type=password]').fill(provider.clientSecret);
  await dialog.getByRole('textbox', { name: 'Domains', exact: true }).fill('company.example');
  await dialog.getByRole('textbox', { name: 'Roles by group' }).fill('api-team = engineer\nowners = owner');
  await dialog
    .getByRole('textbox', { name: 'Scopes that are asked for' })
    .fill('openid email profile groups');
  await dialog.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('heading', { level: 1, name: 'Company login' }).waitFor();
  const barriers = await findBarriers(page);

  await page.getByRole('button', { name: 'Test' }).click();
  await logIn(page, 'grace-api-team');
  await page.getByRole('heading', { name: 'Test of Company login' }).waitFor();
  const found = await page.getByRole('region', { name: 'What was found' }).innerText();
  const after = await findBarriers(page);
  await page.getByRole('link', { name: 'Back to Company login' }).click();
  await page.getByRole('button', { name: 'Test' }).waitFor();

  expect(found).toContain('Accepted');
  expect(found).toContain('An account would be made for grace@company.example');
  expect([...barriers, ...after]).toEqual([]);
});

test('staff sign in by the company and land where they wanted; who has no role is told why', async () => {
  const page = await console.open(parley, null);
  await page.goto('/staff');
  await continueThere(page);
  await logIn(page, 'otto-owners');
  await page.getByRole('heading', { level: 1, name: 'Staff' }).waitFor();
  expect(new URL(page.url()).search).toBe('');

  // Another person of the company is nobody here, and told why.
  const other = await console.open(parley, null);
  await other.goto('/sign-in');
  await continueThere(other);
  await logIn(other, 'nobody-chess');
  const refusal = await other.getByRole('alert').innerText();
  const barriers = await findBarriers(other);

  expect(refusal).toContain('None of your groups has a role here');
  expect(barriers).toEqual([]);
});

test('where single sign-on is the only way, a password is refused with the way on', async () => {
  const { items } = (await ada.rest.get('/v1/identity-providers')).body as { items: { id: string }[] };
  await ada.rest.patch(`/v1/identity-providers/${items[0]?.id}`, {
    domains: [{ domain: 'company.example', isOnly: true }],
  });
  const page = await console.open(parley, null);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('grace@company.example');
  await page.getByLabel('Password', { exact: true }).fill('whatever it may be');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const refusal = await page.getByRole('alert').innerText();

  await continueThere(page);
  await logIn(page, 'grace-api-team');
  await page.getByRole('navigation').first().waitFor();

  expect(refusal).toContain('Continue with Company login');
});
