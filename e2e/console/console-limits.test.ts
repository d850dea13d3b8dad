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
import { startVisitor } from '../support/visitor.ts';
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
  const navigation = page.getByRole('navigation', { name: 'Console' });
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
  await navigation.getByRole('button', { name: 'Partners' }).click();
  expect(await navigation.getByRole('link', { name: 'Consumers' }).count()).toBe(1);
  await navigation.getByRole('button', { name: 'Settings' }).click();
  await navigation.getByRole('link', { name: 'My account' }).waitFor();
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
    .getByRole('link', { name: 'API keys', exact: true })
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

test('an address with a page that is no more leads to the whole list', async () => {
  await createIntegrator(parley, owner);
  const page = await console.open(parley, owner);
  await openList(page, '/consumers?cursor=gone', 'Consumers');

  await page.getByRole('alert').getByRole('button', { name: 'Show the whole list' }).click();

  await page.getByRole('table').getByRole('row').nth(1).waitFor();
  expect(new URL(page.url()).searchParams.has('cursor')).toBe(false);
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

  await page.getByRole('button', { name: 'Partners' }).click();
  await first.kill();
  await page.getByRole('link', { name: 'Consumers', exact: true }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor({ timeout: 40_000 });
  await using second = await startParley(options);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table').getByRole('link', { name: 'Northwind Billing' }).waitFor();

  expect(second.port).toBe(first.port);
});

interface Loaded {
  path: string;
  /** As it came over the wire, with its headers. */
  bytes: number;
}

/** Everything that a page loads until nothing more comes, without what streams. */
const loadAll = async (page: Page, path: string): Promise<Loaded[]> => {
  const devTools = await page.context().newCDPSession(page);
  const paths = new Map<string, string>();
  const loaded: Loaded[] = [];
  devTools.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType !== 'text/event-stream') paths.set(requestId, new URL(response.url).pathname);
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const found = paths.get(requestId);
    if (found !== undefined) loaded.push({ path: found, bytes: encodedDataLength });
  });
  await devTools.send('Network.enable');
  await page.goto(path, { waitUntil: 'load' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  // What comes later by itself is loaded too: nothing new for two seconds is all.
  let seen = -1;
  await expect
    .poll(
      () => {
        const isOver = loaded.length === seen;
        seen = loaded.length;
        return isOver;
      },
      { interval: 2000 },
    )
    .toBe(true);
  return loaded;
};

/** Of 1,024 bytes, with headers and what the page asked for. */
const kilobytes = (loaded: Loaded[]): number => loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;

test('the start page is 15 files and 260 kB in all, of which the first script is 200 kB at most', async () => {
  await prepareIntegrator(parley, await owner.createKey('Budget', integratorScopes));
  const page = await console.open(parley, owner);

  const loaded = await loadAll(page, '/');
  const files = loaded.filter(({ path }) => !path.startsWith('/trpc/'));
  const html = await (await page.request.get('/')).text();
  const [, first = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(html) ?? [];
  const figures = {
    firstScript: kilobytes(files.filter(({ path }) => path === first)),
    all: kilobytes(loaded),
    files: files.length,
  };
  process.stdout.write(`The start page: ${JSON.stringify(figures)}\n`);

  expect(figures.firstScript).toBeGreaterThan(0);
  expect(figures.firstScript, JSON.stringify(loaded)).toBeLessThanOrEqual(200);
  expect(figures.all, JSON.stringify(loaded)).toBeLessThanOrEqual(260);
  expect(figures.files, JSON.stringify(loaded)).toBeLessThanOrEqual(15);
});

test('200 navigations later the console holds no more than after 48', async () => {
  const visitor = await startVisitor(await console.open(parley, owner), '/');
  const devTools = await visitor.page.context().newCDPSession(visitor.page);
  const paths = ['/consumers', '/events', '/endpoints', '/deliveries', '/audit', '/account', '/apis', '/'];
  const heapAfter = async (navigations: number): Promise<{ megabytes: number; nodes: number }> => {
    for (let count = 0; count < navigations; count += 1)
      await visitor.visit(paths[count % paths.length] ?? '/');
    await devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    const { nodes } = await devTools.send('Memory.getDOMCounters');
    return { megabytes: usedSize / 1e6, nodes };
  };

  // Both end at the same page: what it shows is held as long as it is shown.
  const early = await heapAfter(paths.length * 6);
  const late = await heapAfter(200 - paths.length * 6);
  process.stdout.write(`After 48 navigations ${JSON.stringify(early)}, after 200 ${JSON.stringify(late)}\n`);

  // What the caches of the console hold for five minutes is the same lists, however often one comes by.
  expect(late.megabytes).toBeLessThan(early.megabytes * 1.1 + 1);
  expect(late.nodes).toBeLessThan(early.nodes * 1.5 + 500);
});
