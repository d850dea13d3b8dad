import type { CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { fillingStatements } from '../support/many-rows.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { openSql } from '../support/sql.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const rows = 12_000;
/** Milliseconds of processor time that one thing which a person does may take of the page. */
const budgetMs = 100;
/** What draws the whole page anew, or something for the first time, takes longer where others use the machine as well. */
const longer: Record<string, number> = {
  'look at the next row': 250,
  'open the columns': 150,
  'hide a column': 200,
  'the next page': 400,
};

let console: Console;
let parley: Parley;
let staff: Staff;
const folder = createTemporaryFolder();

beforeAll(async () => {
  const first = await startParley({ folder: folder.path });
  staff = await createOwner(first);
  await first.stop();
  const sql = await openSql(`sqlite:${folder.path}/parley.db`);
  for (const statement of fillingStatements('sqlite', { deliveries: rows, due: 0, newestAt: Date.now() }))
    await sql.run(statement);
  await sql[Symbol.asyncDispose]();
  [console, parley] = await Promise.all([startConsole(), startParley({ folder: folder.path })]);
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const taskMs = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
};

const twoFrames = async (page: Page): Promise<unknown> =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );

/** What an act takes, to the frame after which nothing is left to do. */
const costOf = async (page: Page, session: CDPSession, act: () => Promise<void>): Promise<number> => {
  await twoFrames(page);
  const before = await taskMs(session);
  await act();
  await twoFrames(page);
  return (await taskMs(session)) - before;
};

/**
 * A click where something is. It is looked for before it is measured: looking for a role and a name goes through the whole page, by the
 * page's own processor time.
 */
const clickOn = async (page: Page, target: Locator): Promise<() => Promise<void>> => {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to click on.');
  return async () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
};

const firstRow = async (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector<HTMLElement>('tr[data-row]')?.dataset.row);

test('with ten thousand rows nothing that a person does takes the page long', async () => {
  const page = await console.open(parley, staff);
  await page.addInitScript(() => localStorage.setItem('parley-live', 'false'));
  await page.goto('/deliveries');
  await page
    .getByText('more than 10,000 deliveries')
    .or(page.getByText(/^\d?\d,\d{3} deliveries$/))
    .first()
    .waitFor();
  const session = await page.context().newCDPSession(page);
  // Of the thread and not of the clock: machines are shared.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const region = page.getByRole('region', { name: 'Deliveries, table' });
  const boxes = page.getByRole('checkbox', { name: /^Choose dlv/ });
  // What is done for the first time is compiled as well.
  await boxes.nth(0).click();
  await region.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');

  const costs: Record<string, number> = {};
  const measure = async (name: string, act: () => Promise<void>) => {
    costs[name] = Math.round(await costOf(page, session, act));
  };
  const clicked = async (name: string, target: Locator) => measure(name, await clickOn(page, target));
  await clicked('choose a row', boxes.nth(3));
  await page.keyboard.down('Shift');
  await clicked('choose a range', boxes.nth(40));
  await page.keyboard.up('Shift');
  await clicked('choose the page', page.getByRole('checkbox', { name: /this page/ }));
  await region.focus();
  await measure('look at the next row', async () => page.keyboard.press('ArrowDown'));
  await measure('look at the one after', async () => page.keyboard.press('ArrowDown'));
  await measure('scroll', async () => page.mouse.wheel(0, 2000));
  await clicked('open the columns', page.getByRole('button', { name: 'Columns' }));
  await clicked('hide a column', page.getByRole('checkbox', { name: 'Endpoint' }));
  await page.keyboard.press('Escape');
  const next = await clickOn(page, page.getByRole('link', { name: 'Next' }));
  const first = await firstRow(page);
  await measure('the next page', async () => {
    await next();
    await expect.poll(async () => firstRow(page)).not.toBe(first);
  });

  expect(
    Object.entries(costs).filter(([name, ms]) => ms > (longer[name] ?? budgetMs)),
    JSON.stringify(costs),
  ).toEqual([]);
});
