import { ApiKeyPage } from '@parley/shared/access/api-key';
import { ConsumerPage } from '@parley/shared/access/consumer';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { hasFocus, tabTo } from '../support/steps.ts';

let console: Console;
let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

test('the first Tab offers to skip the navigation', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/consumers');
  await heading(page, 'Consumers').waitFor();

  await page.keyboard.press('Tab');
  const isOffered = await hasFocus(page.getByRole('link', { name: 'Skip to the page' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');

  expect(isOffered).toBe(true);
  expect(await hasFocus(page.getByRole('main').locator(':focus'))).toBe(true);
});

test('a dialog takes the focus, keeps it, and gives it back on Escape', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/consumers');
  const opener = page.getByRole('main').getByRole('button', { name: 'New consumer' });

  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'New consumer' });
  await tabTo(page, form.getByRole('textbox', { name: 'Name' }));
  const escapes: boolean[] = [];
  for (let steps = 0; steps < 12; steps += 1) {
    await page.keyboard.press('Tab');
    escapes.push(!(await hasFocus(form.locator(':focus'))));
  }
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });

  expect(escapes).not.toContain(true);
  await expect.poll(async () => hasFocus(opener)).toBe(true);
});

test('a consumer and its key are created with the keyboard alone', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/consumers');

  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'New consumer' }));
  await page.keyboard.press('Enter');
  const consumerForm = page.getByRole('dialog', { name: 'New consumer' });
  await tabTo(page, consumerForm.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('Keyboard Clinic');
  await tabTo(page, consumerForm.getByRole('combobox', { name: 'Kind' }));
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'Internal service' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, consumerForm.getByRole('button', { name: 'Create consumer' }));
  await page.keyboard.press('Enter');
  await heading(page, 'Keyboard Clinic').waitFor();

  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'New API key' }));
  await page.keyboard.press('Enter');
  const keyForm = page.getByRole('dialog', { name: 'New API key' });
  await tabTo(page, keyForm.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('reception');
  await tabTo(page, keyForm.getByRole('button', { name: 'Publish events' }));
  await page.keyboard.press('Space');
  await tabTo(page, keyForm.getByRole('button', { name: 'Create key' }));
  await page.keyboard.press('Enter');

  const shown = page.getByRole('dialog', { name: 'API key created' });
  const secret = shown.getByRole('group', { name: 'API key', exact: true });
  await tabTo(page, shown.getByRole('button', { name: 'Copy API key' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const copied = await page.evaluate('navigator.clipboard.readText()');
  const visible = await secret.innerText();
  await tabTo(page, shown.getByRole('button', { name: 'I have stored it' }));
  await page.keyboard.press('Enter');
  await heading(page, 'reception').waitFor();

  const consumers = read(ConsumerPage, await staff.rest.get('/v1/consumers?search=Keyboard'));
  const keys = read(ApiKeyPage, await staff.rest.get('/v1/api-keys'));
  expect(copied).toBe(visible);
  expect(consumers.items).toMatchObject([{ name: 'Keyboard Clinic', kind: 'internal_service' }]);
  expect(keys.items).toMatchObject([{ name: 'reception', scopes: ['events:publish', 'event-types:read'] }]);
});
