import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type ContractSteps, contractStepsOf } from '../support/contract-steps.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { startVisitor, Visitors } from '../support/visitor.ts';

let console: Console;
let parley: Parley;
let staff: Staff;
let steps: ContractSteps;
let visitors: Visitors;
/** Of the API `parts`, whose parts are looked at and which nobody changes. */
let draft: string;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  steps = contractStepsOf(staff);
  const start = async () => startVisitor(await console.open(parley, staff), '/');
  visitors = new Visitors(await Promise.all([start(), start()]));
  ({ draft } = await steps.prepareApi('parts'));
});

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

describe.concurrent('parts', () => {
  test.for<[string, (page: Page) => Promise<unknown>]>([
    ['', async (page) => page.getByText('Closed').first().waitFor()],
    [
      '/changes',
      async (page) => {
        await page.getByText('Lines', { exact: true }).first().click();
        await page.getByText('The lines of the two documents that differ').click();
        await page.getByText('"removeInvoice"').first().waitFor();
      },
    ],
    ['/changes?group=severity&search=nothing', async (page) => page.getByText('No change matches').waitFor()],
    ['/impact', async (page) => page.getByText('No consumer was seen').waitFor()],
    [
      '/contract',
      async (page) => {
        await page.getByText('/invoices', { exact: false }).first().click();
        await page.getByText('200', { exact: true }).first().click();
        await page.getByText('Invoice: object').first().waitFor();
      },
    ],
    ['/lint', async (page) => page.getByRole('table', { name: 'Findings' }).waitFor()],
    ['/changelog', async (page) => page.getByText('removed').first().waitFor()],
    ['?dialog=publish', async (page) => page.getByText('Its gate is closed').waitFor()],
    ['?dialog=review', async (page) => page.getByRole('dialog').waitFor()],
  ])('the part “%s” of a contract version has no barriers', async ([part, prepare], { expect }) => {
    const barriers = await visitors.lend(async ({ page, visit }) => {
      await visit(`/apis/parts/versions/${draft}${part}`);
      await prepare(page);
      return findBarriers(page, part.startsWith('?dialog') ? '[role="dialog"]' : undefined);
    });

    expect(barriers).toEqual([]);
  });
});

test('the pages of an API and the dialogs of its life have no barriers', async ({ expect }) => {
  const { published, draft: next } = await steps.prepareApi('life');
  const { changes } = (await staff.rest.get('/v1/apis/life/changes')).body as { changes: any[] };
  const [{ fingerprint }] = changes;
  const found: Record<string, string[]> = {};
  const look = async (path: string, text: string): Promise<void> =>
    visitors.lend(async ({ page, visit }) => {
      // What was asked for before is older than what was done since.
      await page.goto('/');
      await visit(`/apis/life${path}`);
      await page.getByText(text).first().waitFor();
      const barriers = await findBarriers(page, path.includes('?dialog') ? '[role="dialog"]' : undefined);
      if (barriers.length > 0) found[path] = barriers;
    });

  await look(`/versions/${next}/changes?accept=${fingerprint}`, 'You answer for it');
  await staff.rest.post(`/v1/apis/life/changes/${fingerprint}/accept`, { reason: 'Agreed.' });
  await look(`/versions/${next}/changes`, 'Agreed.');
  await steps.publish('life', next);
  await look(`/versions/${published}?dialog=deprecate`, 'It stays promised until its sunset');
  const sunset = { sunsetAt: new Date(Date.now() + 90 * 86_400_000).toISOString() };
  await staff.rest.post(`/v1/apis/life/versions/${published}/deprecate`, sunset);
  await look(`/versions/${published}?dialog=retire`, 'Nobody called it');
  await look('', 'Deprecated');
  await look('/deprecations', 'Nobody calls it any more.');
  await look('/notices', 'Nobody was told of anything yet');
  await staff.rest.patch('/v1/apis/life', { rules: { lint: { 'house/paging': 'error' } } });
  await look('/rules', 'house/paging');
  await look('?dialog=edit', 'What it is for.');
  await look('?dialog=upload', 'Choose files, or drop them here');

  expect(found).toEqual({});
});
