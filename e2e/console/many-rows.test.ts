import type { CDPSession, Page } from 'playwright-core';
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
/** What draws the whole page anew, or something for the first time, takes longer yet. */
const longer: Record<string, number> = {
  'look at the next row': 250,
  'open the columns': 250,
  'hide a column': 350,
  'the next page': 500,
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

/** What an act takes, to the frame after which nothing is left to do. */
const costOf = async (page: Page, session: CDPSession, act: () => Promise<void>): Promise<number> => {
  const before = await taskMs(session);
  await act();
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );
  return (await taskMs(session)) - before;
};

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
  await measure('choose a row', async () => boxes.nth(3).click());
  await measure('choose a range', async () => boxes.nth(40).click({ modifiers: ['Shift'] }));
  await measure('choose the page', async () => page.getByRole('checkbox', { name: /this page/ }).click());
  await measure('look at the next row', async () => {
    await region.focus();
    await page.keyboard.press('ArrowDown');
  });
  await measure('look at the one after', async () => page.keyboard.press('ArrowDown'));
  await measure('scroll', async () => page.mouse.wheel(0, 2000));
  await measure('open the columns', async () => page.getByRole('button', { name: 'Columns' }).click());
  await measure('hide a column', async () => page.getByRole('checkbox', { name: 'Endpoint' }).click());
  await page.keyboard.press('Escape');
  await measure('the next page', async () => {
    const first = await boxes.nth(0).getAttribute('value');
    await page.getByRole('link', { name: 'Next' }).click();
    await expect.poll(async () => boxes.nth(0).getAttribute('value')).not.toBe(first);
  });

  expect(
    Object.entries(costs).filter(([name, ms]) => ms > (longer[name] ?? budgetMs)),
    JSON.stringify(costs),
  ).toEqual([]);
});
