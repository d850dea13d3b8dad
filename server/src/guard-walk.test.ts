// Every procedure, through both doors, called by everybody who must get nothing, or less than all. A new procedure is walked
// without a word here. That no guard can be removed unnoticed is shown by `guard-mutations.test.ts`.
import { expect, test } from 'vitest';
import { walkFilters, walkLinks } from './testing/guards/filter-walk.ts';
import { type Leak, walkGuards } from './testing/guards/walk.ts';
import { TestHub } from './testing/test-hub.ts';

test('nobody gets what they may not, whoever they are and whatever they show: 0 leaks', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  const leaks: Leak[] = [];

  const walks = await walkGuards(hub, { onLeak: (leak) => (leaks.push(leak) < 40 ? 'go on' : 'stop') });

  expect(leaks).toEqual([]);
  // Nobody was left out: each came to something.
  expect(walks.size).toBeGreaterThan(100);
  expect(Math.min(...walks.values())).toBeGreaterThan(1);
}, 300_000);

test('every row has an owner, or is on a list of those that need none; and a link opens nothing else', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  const leaks: Leak[] = [];

  walkLinks((leak) => (leaks.push(leak) < 40 ? 'go on' : 'stop'));
  walkFilters(hub, (leak) => (leaks.push(leak) < 40 ? 'go on' : 'stop'));

  expect(leaks).toEqual([]);
});
