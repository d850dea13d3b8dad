import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChild } from '../support/child.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import { copyWorkspace } from '../support/workspace-copy.ts';

// Types, format, linter and the room's own test, which applies its migrations on both databases. The walk over all operations,
// the document and the page in a browser would take minutes more; they meet the room when it is made for good.
let copy: TemporaryFolder;

beforeAll(() => {
  copy = copyWorkspace();
});

afterAll(() => copy[Symbol.dispose]());

/** Runs a program of the copy to its end, without what our own test runner put into the environment. */
const run = async (file: string, ...args: string[]): Promise<{ code: number | null; output: string }> => {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV$|NODE_OPTIONS$|PARLEY_)/.test(name)),
  );
  await using child = startChild(join(copy.path, file), args, environment, { cwd: copy.path });
  const { code } = await child.ended;
  return { code, output: child.output() };
};

const makeRoom = async (...args: string[]) => run('server/src/testing/new.ts', ...args);

const readCopy = (): Map<string, string> =>
  new Map(
    ['server/src', 'shared/src', 'web/src'].flatMap((part) =>
      readdirSync(join(copy.path, part), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path): [string, string] => [path, readFileSync(path, 'utf8')]),
    ),
  );

test('what cannot be a room is refused in one line, and nothing is written', async () => {
  const before = readCopy();

  const refusals: Record<string, string> = {};
  for (const args of [
    [],
    ['thing', 'webhooks/thing'],
    ['room', 'thing'],
    ['room', 'webhooks/thing', 'another'],
    ['room', 'nowhere/thing'],
    ['room', 'administration/thing'],
    ['room', 'webhooks/DeliveryNote'],
    ['room', 'webhooks/-note'],
    ['room', 'access/endpoint'],
    ['room', 'webhooks/attempt'],
  ]) {
    const { code, output } = await makeRoom(...args);
    expect([args, code, output.split('\n').length]).toEqual([args, 1, 2]);
    refusals[args.join(' ')] = output;
  }

  expect(refusals['']).toContain('pnpm@12 new room <wing>/<noun>');
  expect(refusals['room nowhere/thing']).toContain('access, contracts, monitoring, webhooks');
  expect(refusals['room webhooks/DeliveryNote']).toContain('kebab-case');
  expect(refusals['room access/endpoint']).toContain('is taken');
  expect(refusals['room webhooks/attempt']).toContain('is taken');
  expect(readCopy()).toEqual(before);
});

// The compiler reads everything anew, beside whatever else runs.
test('a new room is green as it stands', { timeout: 600_000 }, async () => {
  const made = await makeRoom('room', 'webhooks/delivery-policy');
  const files = [...made.output.matchAll(/^(?:made|changed) +(\S+)$/gm)].map(([, file = '']) => file);

  const formatted = await run('node_modules/oxfmt/bin/oxfmt', '--check', ...files);
  const typed = await run('node_modules/typescript/bin/tsc', '-b', 'web');
  const linted = await run(
    'node_modules/oxlint/bin/oxlint',
    ...files.filter((file) => !file.includes('/migrations/')),
  );
  const tested = await run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'server',
    'webhooks/delivery-policy',
  );

  expect(made.code, made.output).toBe(0);
  expect(files).toEqual(
    expect.arrayContaining([
      'server/src/webhooks/delivery-policy/delivery-policy.service.ts',
      'web/src/webhooks/delivery-policy/no-delivery-policies.tsx',
      expect.stringMatching(/migrations\/postgresql\/\w+_add_delivery_policies\.ts$/),
      'server/src/webhooks/webhooks.ts',
    ]),
  );
  for (const step of [formatted, typed, linted, tested]) expect(step.code, step.output).toBe(0);
  expect(tested.output).toMatch(/8 passed/);
});
