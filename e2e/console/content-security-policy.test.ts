import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { startVisitor } from '../support/visitor.ts';

let console: Console;
let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  [console, parley] = await Promise.all([startConsole(), startParley()]);
  staff = await createOwner(parley);
});

afterAll(async () => {
  for (const one of [console, parley]) await one[Symbol.asyncDispose]();
});

const policyOf = async (path: string): Promise<{ policy: string; html: string }> => {
  const { headers, body } = await parley.rest(null).get(path);
  return { policy: String(headers['content-security-policy']), html: String(body) };
};

test('each page of the console has a nonce of its own, and no style is taken without', async () => {
  const [first, second] = [await policyOf('/'), await policyOf('/events')];

  const nonces = [first, second].map(({ policy }) => /'nonce-([^']{20,})'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(2);
  expect(first.policy).not.toContain('unsafe-');
  expect(first.html).toContain(`nonce="${nonces[0]}"`);
  expect(first.html).not.toContain('PARLEY_CSP_NONCE');
});

test.each(['/docs/problems', '/docs/problems/internal', '/docs/problems/nothing'])(
  '%s takes no style of others',
  async (path) => {
    const { policy, html } = await policyOf(path);

    expect(policy).toContain("style-src 'self';");
    expect(html).not.toMatch(/<style|style=/);
  },
);

test('nothing in the console does what the policy forbids: pages, dialogs, menus, messages and search', async () => {
  const { page, visit } = await startVisitor(await console.open(parley, staff), '/');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await visit('/consumers');
  await page.getByRole('button', { name: 'New consumer' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').first().waitFor();
  await page.keyboard.press('Escape');
  for (const path of [
    '/event-types',
    '/endpoints',
    '/signature-check',
    '/audit',
    '/settings',
    '/apis/parley',
  ])
    await visit(path);
  await page.goto('/docs/problems');
  await page.goto('/docs/problems/internal');

  await expect(console.closePages()).resolves.toBeUndefined();
});

test('a page that does is noticed', async () => {
  const page = await console.open(parley, null);
  await page.goto('/sign-in');
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<b style="color: red">planted</b>')`);

  await expect(console.closePages()).rejects.toThrow('Content Security Policy');
});
