// One of the questions that the console has to answer in few steps: is this key safe to revoke?
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ApiKeyFigures } from '@parley/shared/access/api-key-figures';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { openRoom } from '../support/rooms.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { Steps } from '../support/steps.ts';

let console: Console;
let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  const key = await staff.createKey('Northwind Billing', ['deliveries:read']);
  const rest = parley.rest(key.secret);
  for (let call = 0; call < 3; call += 1) read(DeliveryPage, await rest.get('/v1/deliveries'));
  // Calls are counted within seconds.
  await vi.waitFor(
    async () => {
      const figures = read(ApiKeyFigures, await staff.rest.get(`/v1/api-keys/${key.keyId}/figures`));
      if (figures.calls !== 3) throw new Error(`${figures.calls} calls are counted.`);
    },
    { timeout: 60_000 },
  );
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
});

test.each(['pointer', 'keyboard'] as const)(
  'whether a key is safe to revoke is answered in three steps by %s, with its calls and what nobody else calls',
  async (way) => {
    const page = await console.open(parley, staff);
    await page.goto('/');
    const steps = new Steps(page, way);

    await openRoom(steps, page, { area: 'Partners', room: /^API keys/ });
    await steps.click(page.getByRole('main').getByRole('link', { name: /^tests/ }));
    const verdict = page.getByRole('note').filter({ hasText: 'Not safe to revoke: it is in use' });
    await verdict.waitFor();

    expect(steps.count, steps.taken.join('\n')).toBeLessThanOrEqual(3);
    await verdict.getByText('It made 3 calls in 7 days, 3 of them in 24 hours.').waitFor();
    await verdict.getByText('No other active key of this consumer calls delivery.list.').waitFor();

    await steps.click(page.getByRole('button', { name: 'Revoke', exact: true }));
    const dialog = page.getByRole('dialog', { name: /^Revoke tests/ });
    await dialog.getByText('Not safe to revoke: it is in use').waitFor();
  },
);
