import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, owner } from '../support/staff.ts';

let console: Console;
let parley: Parley;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  await createOwner(parley);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

/** Browsers allow passkeys on this machine under its name alone. */
const local = (path: string): string => parley.url.replace('127.0.0.1', 'localhost') + path;

const addAuthenticator = async (page: Page): Promise<void> => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
};

const signInByPassword = async (page: Page, email: string, password: string): Promise<void> => {
  await page.goto(local('/sign-in'));
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const openAccount = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').first().waitFor();
  await page.goto(local('/account'));
  await page.getByRole('heading', { name: 'Second factor' }).waitFor();
};

const signOut = async (page: Page): Promise<void> => {
  await page.context().clearCookies();
  await page.goto(local('/sign-in'));
};

/** RFC 6238 with the usual settings: the tests have a generator of their own. */
const codeOf = (key: string, now: number): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(key, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
};

test('a passkey is registered in the browser, signs in without a password, and the page has no barriers', async () => {
  const page = await console.open(parley, null);
  await addAuthenticator(page);
  await signInByPassword(page, owner.email, owner.password);
  await openAccount(page);

  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name', { exact: true }).last().fill('Laptop');
  await page.getByRole('button', { name: 'Go on in the browser' }).click();
  await page.getByRole('dialog', { name: 'Your recovery codes' }).waitFor();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByText('Laptop').waitFor();
  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();

  await openAccount(page);
  expect(await findBarriers(page)).toEqual([]);
});

test('an app is set up by its key, and its code is asked for after the password', async () => {
  const email = 'bea@clinic.example';
  const password = 'another long enough password';
  await parley.cli(['staff', 'create', '--email', email, '--role', 'admin', '--password-stdin'], password);
  const page = await console.open(parley, null);
  await signInByPassword(page, email, password);
  await openAccount(page);

  await page.getByRole('button', { name: 'Set up an app' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
  await dialog.getByRole('img', { name: 'QR code for the app' }).waitFor();
  const key = (await dialog.locator('code').first().innerText()).trim();
  await dialog.getByLabel('Code', { exact: true }).fill(codeOf(key, Date.now() - 30_000));
  await dialog.getByRole('button', { name: 'Use this app' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: 'Remove the app' }).waitFor();
  await signOut(page);
  await signInByPassword(page, email, password);
  await page.getByLabel('Code', { exact: true }).fill(codeOf(key, Date.now()));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation').first().waitFor();

  await openAccount(page);
  expect(await page.getByText('10 codes left').innerText()).toContain('Each works once');
});
