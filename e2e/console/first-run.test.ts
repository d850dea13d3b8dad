import { StaffInvited, StaffPage } from '@parley/shared/administration/staff';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { createOwner, owner, signIn } from '../support/staff.ts';

let console: Console;
let fresh: Parley;
let parley: Parley;

beforeAll(async () => {
  [console, fresh, parley] = await Promise.all([startConsole(), startParley(), startParley()]);
  await createOwner(parley);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await fresh[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const signInWith = async (page: Page, email: string, password: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** What a refusal says, without the id of the request, which is never the same. */
const wordsOf = async (page: Page): Promise<string> =>
  (await page.getByRole('alert').innerText()).replace(/req_\w+/, '');

test('before the set-up every address says how to begin', async () => {
  const page = await console.open(fresh, null);

  await page.goto('/deliveries');

  await page.getByRole('heading', { name: 'Set up Parley' }).waitFor();
  expect(await page.getByRole('main').innerText()).toContain('parley staff create');
});

test('the printed link creates the owner, signs in, and works once', async () => {
  const link = await fresh.setUpLink();
  const page = await console.open(fresh, null);

  await page.goto(link);
  await page.getByLabel('E-mail').fill('grace@clinic.example');
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Create the owner account' }).click();
  await page.getByRole('button', { name: 'Account of Grace Hopper' }).waitFor();
  const second = await console.open(fresh, null);
  await second.goto(link);
  await second.getByRole('heading', { name: 'This link is not valid any more' }).waitFor();

  const { rest } = await signIn(fresh, { email: 'grace@clinic.example', password: 'a long enough password' });
  const { items } = read(StaffPage, await rest.get('/v1/staff'));
  expect(items).toMatchObject([{ email: 'grace@clinic.example', name: 'Grace Hopper', role: 'owner' }]);
});

test('a password that is too short is refused at its field, before anything is sent', async () => {
  await using other = await startParley();
  const page = await console.open(other, null);
  await page.goto(await other.setUpLink());

  await page.getByLabel('E-mail').fill('grace@clinic.example');
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create the owner account' }).click();

  const complaint = page.getByText('At least 12 characters.', { exact: true });
  await complaint.waitFor();
  const described = await page.getByLabel('Password', { exact: true }).getAttribute('aria-describedby');
  expect(described?.split(' ')).toContain(await complaint.getAttribute('id'));
});

test('signing in leads to the page that was asked for, and signing out ends the session', async () => {
  const page = await console.open(parley, null);

  await page.goto('/consumers?status=suspended');
  await signInWith(page, owner.email, owner.password);
  await page.getByRole('heading', { name: 'Consumers' }).waitFor();
  expect(new URL(page.url()).search).toBe('?status=suspended');
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  await page.goto('/consumers');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const stolen = await parley.rest({ cookie: cookies }).get('/v1/consumers');
  expect(stolen.status).toBe(401);
});

test('a wrong password and an unknown address are refused with the same words', async () => {
  const page = await console.open(parley, null);
  await page.goto('/sign-in');

  await signInWith(page, owner.email, 'not the password');
  const wrongPassword = await wordsOf(page);
  await page.reload();
  await signInWith(page, 'nobody@clinic.example', 'not the password');
  const unknownAddress = await wordsOf(page);

  expect(wrongPassword).toContain('do not match');
  expect(unknownAddress).toBe(wrongPassword);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('after too many failures signing in has to wait, and says how long', async () => {
  const page = await console.open(parley, null);
  await page.goto('/sign-in');
  const alert = page.getByRole('alert');

  for (let tries = 0; tries < 5; tries += 1) {
    const answered = page.waitForResponse((response) => response.url().includes('session.signIn'));
    await signInWith(page, 'guessed@clinic.example', `guess number ${tries}`);
    await answered;
  }
  await signInWith(page, 'guessed@clinic.example', 'one more guess');

  await alert.filter({ hasText: /Wait \d+ s/ }).waitFor();
  expect(await alert.innerText()).toContain('Too many failed sign-ins');
});

test('an invited person sets a password and gets the role of the invitation', async () => {
  const { rest } = await signIn(parley);
  const invitation = { email: 'tom@clinic.example', role: 'viewer' };
  const { invitationUrl } = read(StaffInvited, await rest.post('/v1/staff', invitation), 201);
  const page = await console.open(parley, null);

  await page.goto(invitationUrl);
  await page.getByLabel('Your name').fill('Tom Kilburn');
  await page.getByLabel('Password', { exact: true }).fill('manchester small scale');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: 'Account of Tom Kilburn' }).waitFor();
  await page.goto('/consumers');

  await page.getByRole('heading', { name: 'Consumers', exact: true }).waitFor();
  const buttons = page.getByRole('main').getByRole('button', { name: 'New consumer' });
  expect(await buttons.count()).toBe(0);
});
