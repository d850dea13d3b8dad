import { EventPublished } from '@parley/shared/webhooks/event';
import { StaffPage } from '@parley/shared/administration/staff';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { createIntegrator, integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { createOwner, signIn, type Staff } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

let console: Console;
let parley: Parley;
let owner: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  owner = await createOwner(parley);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const createStaff = async (email: string, role: string): Promise<Staff> => {
  const password = 'another long enough password';
  await parley.cli(['staff', 'create', '--email', email, '--role', role, '--password-stdin'], password);
  return signIn(parley, { email, password });
};

const openList = async (page: Page, path: string, title: string): Promise<void> => {
  await page.goto(path);
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
};

test('a viewer sees the lists that it may read, and no button for what it may not do', async () => {
  const viewer = await createStaff('viewer@clinic.example', 'viewer');
  const page = await console.open(parley, viewer);
  const acts = page.getByRole('main').getByRole('button', { name: /^(?:New|Publish|Invite)/ });

  for (const [path, title] of [
    ['/consumers', 'Consumers'],
    ['/api-keys', 'API keys'],
    ['/event-types', 'Event types'],
    ['/events', 'Events'],
    ['/endpoints', 'Endpoints'],
  ] as const) {
    await openList(page, path, title);
    expect(await acts.count()).toBe(0);
  }
  const navigation = page.getByRole('navigation', { name: 'Console' });
  expect(await navigation.getByRole('link', { name: 'Consumers' }).count()).toBe(1);
  expect(await navigation.getByRole('link', { name: /^(?:Audit|Staff)$/ }).count()).toBe(0);
});

test('a person who is disabled is led to the sign-in page by the next thing that it does', async () => {
  const engineer = await createStaff('engineer@clinic.example', 'engineer');
  const page = await console.open(parley, engineer);
  await openList(page, '/consumers', 'Consumers');
  const { items } = read(StaffPage, await owner.rest.get('/v1/staff'));
  const id = items.find(({ email }) => email === 'engineer@clinic.example')?.id ?? '';

  await owner.rest.patch(`/v1/staff/${id}`, { disabled: true });
  // A page that refreshes itself may have been the next thing already, and the link is gone.
  await page
    .getByRole('link', { name: 'Endpoints', exact: true })
    .click({ timeout: 3000 })
    .catch(() => undefined);

  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('what was published in test shows in test alone', async () => {
  const key = await owner.createKey('Two worlds', integratorScopes, 'test');
  const integrator = await prepareIntegrator(parley, key);
  const { id } = await integrator.publish({ amount: 1 });
  const page = await console.open(parley, owner);

  await openList(page, '/events?env=test', 'Events');
  await page.getByRole('table').getByText(id).waitFor();
  await page.getByRole('radiogroup', { name: 'Environment' }).getByText('Live').click();
  await page.waitForURL((url) => url.searchParams.get('env') !== 'test');
  await page.getByText(id).waitFor({ state: 'hidden' });

  expect(await page.getByRole('main').innerText()).toContain('published in live');
});

test('an open list shows what is published meanwhile', async () => {
  const integrator = await prepareIntegrator(parley, await owner.createKey('Live list', integratorScopes));
  const page = await console.open(parley, owner);
  await openList(page, '/events', 'Events');

  const { id } = await integrator.publish({ amount: 2 });

  await page.getByRole('table').getByText(id).waitFor();
  expect(await page.getByRole('table').getByText(id).count()).toBe(1);
});

test('when the server is away a page says so, and works again when the server is back', async () => {
  using folder = createTemporaryFolder();
  const options = { folder: folder.path, port: await findFreePort() };
  await using first = await startParley(options);
  const staff = await createOwner(first);
  const { rest } = await createIntegrator(first, staff);
  read(EventPublished, await rest.post('/v1/events', { type: 'payment.captured', data: { amount: 3 } }), 201);
  const page = await console.open(first, staff);
  await openList(page, '/consumers', 'Consumers');
  await page.getByRole('table').getByRole('link', { name: 'Northwind Billing' }).hover();
  await openList(page, '/events', 'Events');

  await first.kill();
  await page.getByRole('link', { name: 'Consumers', exact: true }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor({ timeout: 40_000 });
  await using second = await startParley(options);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table').getByRole('link', { name: 'Northwind Billing' }).waitFor();

  expect(second.port).toBe(first.port);
});
