import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type CreatedKey, type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let staff: Staff;
let key: CreatedKey;
const ids = { kept: '', removed: '' };

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  key = await staff.createKey('Southwind', ['endpoints:read', 'endpoints:write']);
  const asKey = parley.rest(key.secret);
  const create = async (path: string) => {
    const body = { url: `https://southwind.example/${path}`, eventTypes: ['invoice.*'] };
    return (await asKey.post('/v1/endpoints', body)).body as { id: string };
  };
  ids.kept = (await create('hooks')).id;
  ids.removed = (await create('old')).id;
  await asKey.patch(`/v1/endpoints/${ids.kept}`, { description: 'Takes invoices.' });
  for (const word of ['before', 'after'])
    await staff.rest.patch(`/v1/consumers/${key.consumerId}`, { description: `${word}\n`.repeat(130) });
  await asKey.delete(`/v1/endpoints/${ids.removed}`);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const table = (page: Page) => page.getByRole('table', { name: 'Audit entries' });

test('which key changed an endpoint, and all else that it did, is one step from the list', async () => {
  const page = await console.open(parley, staff);
  await page.goto(`/audit?targetId=${ids.kept}`);
  await page.getByText('All that was done to: Endpoint').waitFor();

  const changed = table(page).getByRole('row', { name: /Endpoint changed/ });
  await changed.getByRole('link', { name: /^All that .* did$/ }).click();
  await page.getByText('did.').waitFor();

  const rows = table(page).getByRole('row');
  await expect.poll(async () => rows.allInnerTexts()).toHaveLength(5);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByText('All that the API key').getByRole('link').click();
  await page.waitForURL(`**/api-keys/${key.keyId}`);
});

test('a removed endpoint says so, and is the way to what is left of it', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/audit?action=endpoint.remove');
  const row = table(page).getByRole('row', { name: /Endpoint removed/ });
  await row.getByText('removed', { exact: true }).waitFor();

  await row.getByRole('link', { name: 'https://southwind.example/old', exact: true }).click();

  await page.getByText('This endpoint is not there any more').waitFor();
  expect(new URL(page.url()).searchParams.get('targetId')).toBe(ids.removed);
});

test('time, kind of actor and action are in the address, and no act shows as its code', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/audit?actorKind=api_key&range=24h');
  await expect.poll(async () => table(page).getByRole('row').count()).toBe(5);
  const texts = await table(page).getByRole('row').allInnerTexts();
  await page.goto('/audit?since=2020-01-01T00:00:00.000Z&until=2020-01-02T00:00:00.000Z');
  await page.getByText('No entry matches').waitFor();

  expect(texts.join('\n')).not.toMatch(/\b[a-z_]+\.[a-z_]+\b(?!\.)(?<!example)/);
});

test('a long value is folded, and reads line by line once it is opened', async () => {
  const page = await console.open(parley, staff);
  await page.goto(`/audit?targetId=${key.consumerId}&action=consumer.update`);
  await table(page).getByRole('link', { name: 'Consumer changed' }).first().click();
  const folded = page.getByText('Description, line by line');
  await folded.waitFor();
  const isShownBefore = await page.getByLabel('Description, before and after').isVisible();
  await folded.click();
  await page.getByLabel('Description, before and after').waitFor();

  expect(isShownBefore).toBe(false);
  expect(await findBarriers(page)).toEqual([]);
});

test('the state of the chain shows, the walk says up to where it is intact, and the list is saved', async () => {
  const page = await console.open(parley, staff);
  await page.goto(`/audit?targetId=${ids.kept}`);
  await page.getByText('The end is sealed under the master key').waitFor();
  await page.getByRole('button', { name: 'Verify chain' }).click();
  await page.getByText(/The chain is intact up to entry \d+/).waitFor();

  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /JSON lines/ }).click();

  expect((await download).suggestedFilename()).toMatch(/^audit-entries-.*\.jsonl$/);
});
