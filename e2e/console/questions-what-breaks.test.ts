// One of the questions that the console has to answer in few steps: what breaks, and who must be told?
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RequirementView } from '@parley/shared/access/requirement';
import { type Console, startConsole } from '../support/console.ts';
import { contractStepsOf } from '../support/contract-steps.ts';
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
  const { consumerId } = await staff.createKey('Northwind Billing', ['events:read']);
  const declared = {
    purpose: 'Removes invoices that were sent twice.',
    operations: [{ api: 'billing', operation: 'DELETE /invoices/{id}' }],
  };
  read(RequirementView, await staff.rest.post(`/v1/consumers/${consumerId}/requirements`, declared), 201);
  await contractStepsOf(staff).prepareApi('billing');
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
});

test.each(['pointer', 'keyboard'] as const)(
  'what a version breaks, and who must be told by hand, is answered in four steps by %s',
  async (way) => {
    const page = await console.open(parley, staff);
    await page.goto('/');
    const steps = new Steps(page, way);

    await openRoom(steps, page, { area: 'APIs', room: /^APIs/ });
    await steps.click(page.getByRole('main').getByRole('link', { name: /^billing/ }));
    await steps.click(page.getByRole('main').getByRole('link', { name: /2\.0\.0/ }));
    const row = page
      .getByRole('table', { name: /to be told by hand/ })
      .getByRole('row', { name: /Northwind Billing/ });
    await row.waitFor();

    expect(steps.count, steps.taken.join('\n')).toBeLessThanOrEqual(4);
    await row.getByText('By you: there is no way').waitFor();
    await page.getByText('Consumers it breaks').first().waitFor();

    await steps.click(page.getByRole('main').getByRole('link', { name: /and whom each affects$/ }));
    await page.getByText('Northwind Billing').first().waitFor();
  },
);
