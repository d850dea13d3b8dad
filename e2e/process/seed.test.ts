import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runChild } from '../support/child.ts';
import { startParley } from '../support/parley.ts';
import type { Rest } from '../support/rest.ts';
import { signIn } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const seedFile = join(import.meta.dirname, '../demo/seed-database.ts');

const lists = [
  'consumers',
  'api-keys',
  'event-types',
  'endpoints',
  'apis',
  'apis/appointments/versions',
  'staff',
];

const countsOf = async (rest: Rest): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const list of lists) {
    const { body } = await rest.get(`/v1/${list}?limit=200`);
    counts[list] = (body as { items: unknown[] }).items.length;
  }
  return counts;
};

test('seeding makes the company beside a running Parley, says how to sign in, and makes nothing the second time', async () => {
  using folder = createTemporaryFolder();
  await using parley = await startParley({ folder: folder.path });
  const environment = { ...process.env, PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}` };

  const first = await runChild(seedFile, [], environment);
  const password = /Password +(\S+)/.exec(first.stdout)?.[1] ?? '';
  const { rest } = await signIn(parley, { email: 'demo@parley.example', password });
  const counts = await countsOf(rest);
  const second = await runChild(seedFile, [], environment);

  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('Made: event types 6, consumers 9,');
  expect(counts).toMatchObject({ consumers: 9, 'event-types': 6, 'apis/appointments/versions': 2, staff: 3 });
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('Nothing was made.');
  expect(await countsOf(rest)).toEqual(counts);
});
