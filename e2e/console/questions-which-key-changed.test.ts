// One of the questions that the console has to answer in few steps: which key changed this?
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EndpointUpdated } from '@parley/shared/webhooks/endpoint';
import { type Console, startConsole } from '../support/console.ts';
import { createIntegrator, type Integrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { openRoom } from '../support/rooms.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { Steps } from '../support/steps.ts';

let console: Console;
let parley: Parley;
let staff: Staff;
let integrator: Integrator;

const url = 'https://8.8.8.8/hook';

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  integrator = await createIntegrator(parley, staff);
  const { id } = await integrator.createEndpoint(url);
  read(EndpointUpdated, await integrator.rest.patch(`/v1/endpoints/${id}`, { description: 'Moved.' }));
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
});

test.each(['pointer', 'keyboard'] as const)(
  'which key changed an endpoint is answered in three steps by %s, and what it was before in one more',
  async (way) => {
    const page = await console.open(parley, staff);
    await page.goto('/');
    const steps = new Steps(page, way);

    await openRoom(steps, page, { area: 'Events out', room: /^Endpoints/ });
    await steps.click(page.getByRole('link', { name: url }));
    const key = page.getByRole('main').getByRole('link', { name: /^tests/ });
    await key.first().waitFor();

    expect(steps.count, steps.taken.join('\n')).toBeLessThanOrEqual(3);
    expect(await key.first().getAttribute('href')).toContain(`/api-keys/${integrator.keyId}`);

    await steps.click(page.getByRole('main').getByRole('link', { name: 'History', exact: true }));
    const entry = page.getByRole('row', { name: /Endpoint changed/ });
    await entry.getByText('Moved.').waitFor();
    await entry.getByRole('link', { name: /^tests/ }).waitFor();

    expect(steps.count).toBeLessThanOrEqual(4);
  },
);
