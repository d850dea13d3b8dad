import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, signIn, type Staff } from '../support/staff.ts';

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

const password = 'another long enough password';

const createStaff = async (email: string): Promise<Staff> => {
  await parley.cli(['staff', 'create', '--email', email, '--role', 'admin', '--password-stdin'], password);
  return signIn(parley, { email, password });
};

const openAccount = async (staff: Staff): Promise<Page> => {
  const page = await console.open(parley, staff);
  await page.goto('/account');
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
  return page;
};

const firstTime = (page: Page): Locator => page.getByRole('table').locator('time').first();

test('the zone and the clock that are chosen hold for every time, here and in another browser', async () => {
  const staff = await createStaff('zone@clinic.example');
  const page = await openAccount(staff);

  await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await page.getByText(/Now it is .* GMT\+9/).waitFor();
  await page.getByRole('radiogroup', { name: 'Clock' }).getByText('5:05 pm').click();
  await page.getByText(/Now it is .* [ap]m GMT\+9/).waitFor();
  const elsewhere = await console.open(
    parley,
    await signIn(parley, { email: 'zone@clinic.example', password }),
  );
  await elsewhere.goto('/audit');
  await firstTime(elsewhere).focus();

  expect(await elsewhere.getByRole('tooltip').innerText()).toMatch(
    /^\d+ \w+ 20\d\d, \d\d:\d\d:\d\d [ap]m GMT\+9$/,
  );
});

test('the full time is shown on focus and on touch, not by a mouse alone, and Escape closes it', async () => {
  const page = await openAccount(await createStaff('touch@clinic.example'));
  const tip = page.getByRole('tooltip');

  await firstTime(page).focus();
  await tip.waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await firstTime(page).blur();
  await firstTime(page).dispatchEvent('pointerenter', { pointerType: 'touch' });
  await firstTime(page).dispatchEvent('pointerover', { pointerType: 'touch' });
  await tip.waitFor();
  await page.getByRole('heading', { level: 1 }).click();
  await tip.waitFor({ state: 'hidden' });

  expect(await firstTime(page).getAttribute('datetime')).toMatch(/Z$/);
});

test('a session that is ended is over at once, and all others are ended together', async () => {
  const email = 'sessions@clinic.example';
  const page = await openAccount(await createStaff(email));
  const [phone, tablet] = [
    await signIn(parley, { email, password }),
    await signIn(parley, { email, password }),
  ];
  await page.reload();
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row');
  await expect.poll(async () => rows.count()).toBe(4);

  await rows
    .getByRole('button', { name: /^End the session/ })
    .first()
    .click();
  await expect.poll(async () => rows.count()).toBe(3);
  await page.getByRole('button', { name: 'End all others' }).click();
  const dialog = page.getByRole('dialog', { name: 'End all other sessions' });
  await dialog.getByRole('button', { name: 'End all others' }).click();
  await expect.poll(async () => rows.count()).toBe(2);

  expect((await phone.rest.get('/v1/staff')).status).toBe(401);
  expect((await tablet.rest.get('/v1/staff')).status).toBe(401);
  expect(await rows.nth(1).innerText()).toContain('(this one)');
});

test('single keys that are switched off do nothing, and those with Ctrl still work', async () => {
  const page = await openAccount(await createStaff('keys@clinic.example'));

  await page.getByRole('switch', { name: 'Single keys' }).click();
  await page.getByText('still opens the search').waitFor();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();

  expect(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/account');
});

test('a name is changed for everybody to see, and a password with the current one', async () => {
  const email = 'name@clinic.example';
  const page = await openAccount(await createStaff(email));

  await page.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper');
  await page.getByRole('button', { name: 'Save name' }).click();
  await page.getByRole('button', { name: 'Account of Grace Hopper' }).waitFor();
  await page.getByRole('button', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByLabel('Current password').fill('not the password');
  await dialog.getByLabel('New password').fill('a third long enough password');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await dialog.getByText('The current password is not right').first().waitFor();
  await dialog.getByLabel('Current password').fill(password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await dialog.waitFor({ state: 'hidden' });

  await expect(signIn(parley, { email, password })).rejects.toThrow();
  await signIn(parley, { email, password: 'a third long enough password' });
});
