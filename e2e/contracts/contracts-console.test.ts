import { ImpactView } from '@parley/shared/contracts/contract-impact';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findBarriers } from '../support/accessibility.ts';
import { type Console, startConsole } from '../support/console.ts';
import { type ContractSteps, contractStepsOf } from '../support/contract-steps.ts';
import { contract, largeContract, severalFiles } from '../support/contracts.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { createOwner, signIn, type Staff } from '../support/staff.ts';

let console: Console;
let parley: Parley;
let staff: Staff;
let steps: ContractSteps;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
  steps = contractStepsOf(staff);
});

afterEach(async () => console.closePages());

afterAll(async () => {
  await console[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });
const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });
const press = async (scope: Page | Locator, name: string): Promise<void> =>
  scope.getByRole('button', { name, exact: true }).first().click();

const choose = async (form: Locator, name: string, text: string): Promise<void> =>
  form.locator('input[type=file]').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text),
  });

const upload = async (page: Page, version: string): Promise<void> => {
  await press(page, 'Upload…');
  const form = dialog(page, 'Upload a contract');
  await choose(form, 'openapi.json', JSON.stringify(contract(version)));
  await press(form, 'Upload');
  await heading(page, `Billing ${version}`).waitFor();
};

const follow = async (page: Page, name: string): Promise<void> =>
  page.getByRole('main').getByRole('link', { name, exact: true }).first().click();

test('a removed operation is seen, accepted with a reason, and published', async () => {
  const page = await console.open(parley, staff);
  await page.goto('/apis');
  await press(page.getByRole('main'), 'New API');
  const form = dialog(page, 'New API');
  await form.getByRole('textbox', { name: 'Name' }).fill('Billing');
  await form.getByRole('textbox', { name: 'Slug' }).fill('billing');
  await press(form, 'Create API');
  await heading(page, 'Billing').waitFor();
  await upload(page, '1.0.0');
  await press(page, 'Publish…');
  await press(dialog(page, 'Publish 1.0.0?'), 'Publish');
  await page.getByRole('main').getByText('Published', { exact: true }).first().waitFor();

  await follow(page, 'billing');
  await heading(page, 'Billing').waitFor();
  await upload(page, '2.0.0');
  await page.getByRole('region', { name: 'Gate' }).getByText('Closed').waitFor();
  await press(page, 'Publish…');
  await press(dialog(page, 'Publish 2.0.0?'), 'Publish');
  await dialog(page, 'Publish 2.0.0?').getByText('may not be published yet').waitFor();
  await press(dialog(page, 'Publish 2.0.0?'), 'Cancel');
  await follow(page, 'Changes');
  const removal = page.getByRole('region', { name: 'DELETE /invoices/{id}', exact: true });
  await removal.getByText('Lines', { exact: true }).click();
  await removal.getByText('"removeInvoice"').waitFor();
  await press(removal, 'Accept…');
  const accepting = dialog(page, 'Accept this change?');
  await accepting.getByRole('textbox', { name: 'Reason' }).fill('Nobody ever called it.');
  await press(accepting, 'Accept change');
  await removal.getByText('Nobody ever called it.').waitFor();
  await press(page, 'Publish…');
  await press(dialog(page, 'Publish 2.0.0?'), 'Publish');
  await page.getByRole('main').getByText('Published', { exact: true }).first().waitFor();

  const versions = await staff.rest.get('/v1/apis/billing/versions');
  expect(versions.body).toMatchObject({ items: [{ status: 'published' }, { status: 'published' }] });
});

test('whoever goes on while a step is still being shown everywhere is not called back', async () => {
  const page = await console.open(parley, staff);
  await steps.createApi('leaving');
  await page.goto(`/apis/leaving/versions/${await steps.push('leaving', contract('1.0.0'))}`);
  await press(page, 'Publish…');
  const confirm = dialog(page, 'Publish 1.0.0?');
  await confirm.getByText('Nobody is told').waitFor();
  const held = Promise.withResolvers<void>();
  await page.route('**/trpc/contractImpact.audience*', async (route) => {
    await held.promise;
    await route.continue();
  });

  await press(confirm, 'Publish');
  await page.getByRole('main').getByText('Published', { exact: true }).first().waitFor();
  await follow(page, 'leaving');
  await heading(page, 'leaving').waitFor();
  held.resolve();
  await page.waitForLoadState('networkidle');

  expect(new URL(page.url()).pathname).toBe('/apis/leaving');
  await heading(page, 'leaving').waitFor();
});

test('a file that is wrong is refused with the line and the place, and nothing is stored', async () => {
  await steps.createApi('wrong');
  const page = await console.open(parley, staff);
  await page.goto('/apis/wrong?dialog=upload');
  const form = dialog(page, 'Upload a contract');
  await press(form, 'Upload');
  await form.getByText('Choose a file.').waitFor();

  await choose(form, 'openapi.yaml', 'openapi: 3.1.0\ninfo:\n  title: Wrong\npaths:\n  /pets:\n    get: 7\n');
  await press(form, 'Upload');
  const refusal = await form.getByRole('alert').innerText();

  expect(refusal).toContain('/paths/~1pets/get');
  expect(refusal).toMatch(/line 6\b/i);
  expect((await staff.rest.get('/v1/apis/wrong/versions')).body).toMatchObject({ items: [] });
});

test('several files that refer to each other become one contract', async () => {
  await steps.createApi('several');
  const page = await console.open(parley, staff);
  await page.goto('/apis/several?dialog=upload');
  const form = dialog(page, 'Upload a contract');
  await form.locator('input[type=file]').setInputFiles(severalFiles);
  const first = form.getByRole('combobox', { name: 'First file' });
  await first.waitFor();
  await expect.poll(() => first.inputValue()).toBe('a.yaml');

  await press(form, 'Upload');
  await heading(page, 'Several 1.0.0').waitFor();
});

test('breaking changes that show are accepted together, with one reason', async () => {
  await steps.createApi('together');
  await steps.publish('together', await steps.push('together', contract('1.0.0')));
  const draft = await steps.push('together', { ...contract('2.0.0'), paths: {} });
  const page = await console.open(parley, staff);
  await page.goto(`/apis/together/versions/${draft}/changes`);

  await press(page, 'Accept 4 breaking…');
  const form = dialog(page, 'Accept 4 changes?');
  const barriers = await findBarriers(page);
  await form.getByRole('textbox', { name: 'Reason' }).fill('The API moves.');
  await press(form, 'Accept changes');
  await page.getByText('The API moves.').nth(3).waitFor();
  await follow(page, 'Overview');
  await page.getByRole('region', { name: 'Gate' }).getByText('Open').waitFor();

  expect(barriers).toEqual([]);
});

test('a check says what an upload would change and stores nothing', async () => {
  await steps.prepareApi('checked');
  const page = await console.open(parley, staff);
  await page.goto('/apis/checked?dialog=check');
  const form = dialog(page, 'Check a contract');
  await choose(form, 'a.json', JSON.stringify({ ...contract('3.0.0'), paths: {} }));
  await press(form, 'Check');
  const result = form.getByRole('region', { name: 'Result of the check' });
  await result.getByText('Closed').waitFor();
  await result.getByText('GET /invoices').first().waitFor();

  const versions = await staff.rest.get('/v1/apis/checked/versions');
  expect((versions.body as { items: object[] }).items).toHaveLength(2);
});

test('whoever only reads is offered nothing else', async () => {
  const { draft } = await steps.prepareApi('read-only');
  const viewer = { email: 'vera@clinic.example', password: 'another long password' };
  const command = ['staff', 'create', '--email', viewer.email, '--role', 'viewer', '--password-stdin'];
  await parley.cli(command, `${viewer.password}\n`);
  const page = await console.open(parley, await signIn(parley, viewer));
  const namesAt = async (path: string, first: string): Promise<string[]> => {
    await page.goto(path);
    await page.getByRole('main').getByText(first).first().waitFor();
    // Buttons without a word in them look at things otherwise, or keep them at hand.
    const names = await page.getByRole('main').getByRole('button').allInnerTexts();
    return names.filter((name) => name !== '');
  };

  const root = '/apis/read-only';
  const onApi = await namesAt(root, '2.0.0');
  const onVersion = await namesAt(`${root}/versions/${draft}`, 'Closed');
  const onChanges = await namesAt(`${root}/versions/${draft}/changes`, 'Breaking');
  const onRules = await namesAt(`${root}/rules`, 'Days of grace');

  expect(onApi).toEqual(['Check…']);
  expect([...onVersion, ...onChanges]).toEqual([]);
  expect(onRules).toEqual(['Check…']);
});

test('rules that two people change at the same time are both kept', async () => {
  await steps.createApi('ruled');
  const page = await console.open(parley, staff);
  await page.goto('/apis/ruled/rules');
  const bar = page.getByRole('textbox', { name: 'Bar' });
  await bar.fill('40');
  const elsewhere = { rules: { sunsetGraceDays: 90 } };
  await parley.rest({ origin: parley.url, cookie: staff.cookie }).patch('/v1/apis/ruled', elsewhere);

  await press(page, 'Save rules');
  await page.getByText('The rules are saved.').waitFor();

  const { body } = await staff.rest.get('/v1/apis/ruled');
  expect(body).toMatchObject({ rules: { bar: 40, sunsetGraceDays: 90 } });
});

test('who sent a parameter shows under the change that removes it', async () => {
  const key = await staff.createKey('Northwind', ['deliveries:read']);
  await parley.rest(key.secret).get('/v1/deliveries?status=failed');
  const { items } = (await staff.rest.get('/v1/apis/parley/versions')).body as { items: { id: string }[] };
  const { document } = (await staff.rest.get(`/v1/apis/parley/versions/${items[0]!.id}/document`))
    .body as any;
  const { get } = document.paths['/v1/deliveries'];
  get.parameters = get.parameters.filter(({ name }: { name: string }) => name !== 'status');
  const draft = await steps.push('parley', document);
  await expect
    .poll(async () => read(ImpactView, await staff.rest.get('/v1/apis/parley/impact')).consumers)
    .not.toEqual([]);

  const page = await console.open(parley, staff);
  await page.goto(`/apis/parley/versions/${draft}/impact`);
  const table = page.getByRole('table', { name: 'Consumers and changes' });
  await table.getByRole('columnheader', { name: /status.* was removed/ }).waitFor();
  const row = await table.getByRole('row', { name: 'Northwind' }).innerText();
  const barriers = await findBarriers(page);
  const saved = page.waitForEvent('download');
  await press(page, 'CSV');
  const file = (await saved).suggestedFilename();
  await page.setViewportSize({ width: 390, height: 844 });
  const card = page.getByRole('list', { name: 'Consumers and changes' }).getByRole('listitem').first();
  await card.getByRole('link', { name: 'Northwind' }).waitFor();
  await page.goto(`/apis/parley/versions/${draft}/impact?excluded=${key.consumerId}`);
  await page.getByText('No consumer was seen').waitFor();

  expect(row).toContain('Used');
  expect(file).toBe('impact-parley.csv');
  expect(barriers).toEqual([]);
});

const watchLongTasks = `
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
`;

test('a contract of 4 MB that holds itself never freezes the tab', async () => {
  await steps.createApi('large');
  const first = await steps.push('large', largeContract('1.0.0'));
  await steps.publish('large', first);
  const second = await steps.push('large', largeContract('1.1.0'));
  const page = await console.open(parley, staff);
  await page.addInitScript(watchLongTasks);

  await page.goto(`/apis/large/versions/${second}/contract`);
  await page.getByText('Thing7', { exact: true }).click();
  await page.getByText('/Thing7', { exact: false }).last().click();
  await page.getByText('200', { exact: true }).first().click();
  await page.getByText('application/json').first().waitFor();
  await page.getByText('field19', { exact: true }).first().click();
  await page.getByText('field19', { exact: true }).nth(1).waitFor();
  await follow(page, 'Changes');
  await page.getByText('The lines of the two documents that differ').click();
  await page.getByText('operations and parts differ').waitFor();
  await page.getByText('/paths/~1Thing3/get').last().click();
  await page.getByText('long description').first().waitFor();

  const longestMs: number = await page.evaluate('window.longest');
  expect(longestMs).toBeLessThan(1500);
});
