// What support asks about deliveries, and what an answer costs: each click, each entry and each shortcut is a step.
import { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { IssuePage } from '@parley/shared/monitoring/issue';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { createIntegrator, type Integrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { Steps } from '../support/steps.ts';

const failingPaths = ['/broken', '/slow', '/gone-wrong'];
const ways = ['pointer', 'keyboard'] as const;

let console: Console;
let receiver: Receiver;
let parley: Parley;
let staff: Staff;
let integrator: Integrator;

const issues = async () => read(IssuePage, await staff.rest.get('/v1/issues?status=open')).items;

beforeAll(async () => {
  [console, receiver, parley] = await Promise.all([
    startConsole(),
    startReceiver(),
    startParley({ retrySchedule: [0, 3600] }),
  ]);
  staff = await createOwner(parley);
  integrator = await createIntegrator(parley, staff);
  for (const path of failingPaths) {
    receiver.script(path, { status: 500, body: 'out of order' });
    await integrator.createEndpoint(receiver.url(path));
  }
  await integrator.createEndpoint(receiver.url('/healthy'));
  for (let amount = 0; amount < 3; amount += 1) await integrator.publish({ amount });
  await vi.waitFor(
    async () => {
      if ((await issues()).length !== failingPaths.length) throw new Error('Not all issues are open.');
    },
    { timeout: 60_000, interval: 100 },
  );
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const openHome = async (): Promise<Page> => {
  const page = await console.open(parley, staff);
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  return page;
};

const main = (page: Page): Locator => page.getByRole('main');

describe.each(ways)('by %s', (way) => {
  test('all failing endpoints now: two steps at most', async () => {
    const page = await openHome();
    const steps = new Steps(page, way);

    await steps.click(main(page).getByRole('link', { name: /^All failing endpoints/ }));
    const table = page.getByRole('table', { name: /^Endpoints/ });
    await table.waitFor();

    for (const path of failingPaths) await table.getByText(receiver.url(path)).waitFor();
    expect(await table.getByText(receiver.url('/healthy')).count()).toBe(0);
    expect(await table.locator('tbody tr').count()).toBe(failingPaths.length);
    expect(steps.count, steps.taken.join('\n')).toBeLessThanOrEqual(2);
    const all = read(EndpointPage, await staff.rest.get('/v1/endpoints?health=failing,paused')).items;
    expect(all).toHaveLength(failingPaths.length);
  });

  test('why was evt_… not delivered, and send it again: five steps at most', async () => {
    const path = `/mended-${way}`;
    // Three that arrive before it: one failure among them makes no failing endpoint.
    const well = { status: 204 };
    receiver.script(path, well, well, well, { status: 503, body: 'maintenance' }, well);
    const { id: endpointId } = await integrator.createEndpoint(receiver.url(path));
    for (let amount = 0; amount < 3; amount += 1) await integrator.publish({ amount });
    await receiver.waitForCount(path, 3);
    const event = await integrator.publish({ amount: 7 });
    await receiver.waitForCount(path, 4);
    const page = await openHome();
    const steps = new Steps(page, way);

    await steps.press('ControlOrMeta+K');
    await steps.enter(page.getByRole('dialog').locator('input').first(), event.id);
    await page.getByRole('dialog').getByText(event.id).first().waitFor();
    await steps.press('Enter');
    const row = page.getByRole('row').filter({ hasText: receiver.url(path) });
    await row.getByText('503').waitFor();
    await steps.click(row.getByRole('link', { name: /^Replay/ }));
    await steps.click(page.getByRole('dialog').getByRole('button', { name: 'Replay now' }));

    await receiver.waitForCount(path, 5);
    expect(steps.count, steps.taken.join('\n')).toBeLessThanOrEqual(5);
    const { items } = (await staff.rest.get(`/v1/deliveries?endpointId=${endpointId}`)).body as {
      items: { id: string }[];
    };
    await expect
      .poll(async () => read(DeliveryDetail, await staff.rest.get(`/v1/deliveries/${items[0]?.id}`)).status, {
        timeout: 60_000,
      })
      .toBe('delivered');
  });

  test('somebody says that they are at it: the issue leaves what needs somebody, and its note stands with it', async () => {
    const [first] = await issues();
    const page = await openHome();
    const steps = new Steps(page, way);
    const needs = main(page).getByRole('region', { name: 'Needs somebody' });
    const of = (scope: Locator) =>
      scope
        .getByRole('listitem')
        .filter({ hasText: first!.subject.name })
        .getByRole('link', { name: 'HTTP 500' });

    await steps.click(of(needs));
    await page.getByRole('heading', { level: 1, name: 'HTTP 500' }).waitFor();
    await steps.click(main(page).getByRole('button', { name: 'Acknowledge…' }));
    await steps.enter(page.getByRole('dialog').getByRole('textbox', { name: 'Note' }), 'I call <b>them</b>.');
    await steps.click(page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }));
    await main(page).getByText('Acknowledged', { exact: true }).first().waitFor();
    await main(page).getByText('I call <b>them</b>.').waitFor();
    await page.goto('/');
    await main(page).getByText('1 issue acknowledged').click();
    await main(page).getByText('I call <b>them</b>.').waitFor();

    expect(await of(needs).count()).toBe(0);
    expect(steps.count).toBeLessThanOrEqual(4);
    await staff.rest.post(`/v1/issues/${first!.id}/reopen`, {});
  });
});

test('what failed since the first failure is sent again by a plan that is filled in already', async () => {
  const [first] = await issues();
  const page = await console.open(parley, staff);
  await page.goto(`/issues/${first!.id}`);

  await main(page).getByRole('link', { name: 'Send again what failed…' }).click();
  const form = page.getByRole('dialog');
  await form.waitFor();

  await expect.poll(async () => form.innerText()).toContain('Undelivered');
  expect(new URL(page.url()).searchParams.get('endpointId')).toBe(first!.subject.id);
  const since = Date.parse(new URL(page.url()).searchParams.get('since') ?? '');
  expect(since).toBeLessThan(Date.parse(first!.since));
});

test('a viewer sees what fails and is offered nothing to do', async () => {
  const invited = await staff.rest.post('/v1/staff', { email: 'view@clinic.example', role: 'viewer' });
  const token = new URL(String(Object(invited.body).invitationUrl)).searchParams.get('token');
  const accepted = await parley.rest({ origin: parley.url }).post('/trpc/session.acceptInvitation', {
    token,
    name: 'Vera View',
    password: 'a long enough password',
  });
  const cookie = String(accepted.headers['set-cookie']).split(';', 1)[0] ?? '';
  const page = await console.open(parley, { ...staff, cookie });
  await page.goto('/');

  await main(page).getByRole('region', { name: 'What fails' }).waitFor();
  await main(page).getByRole('link', { name: 'HTTP 500' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'HTTP 500' }).waitFor();

  expect(await page.getByRole('button', { name: /Acknowledge|Resolve|Mute/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: /Send again|test event/ }).count()).toBe(0);
});

test('home and issues are in nobody’s way', async () => {
  const [first] = await issues();
  const page = await console.open(parley, staff);
  await page.goto('/');
  await main(page).getByRole('region', { name: 'Needs somebody' }).waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);

  const barriers = await findBarriers(page);
  for (const path of [
    '/issues',
    `/issues/${first!.id}`,
    `/issues/${first!.id}?dialog=mute`,
    '/issues?status=muted',
  ]) {
    await page.goto(path);
    await main(page).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    barriers.push(...(await findBarriers(page)));
  }
  expect(barriers).toEqual([]);
});
