import { expect, test } from 'vitest';
import { actsByGroup, rolesFor } from './act-table.ts';

test('a role may do what its scopes open, and what is for owners is for them alone', () => {
  expect(rolesFor({ scope: 'deliveries:write', isForOwners: false })).toEqual([
    'owner',
    'admin',
    'engineer',
    'support',
  ]);
  expect(rolesFor({ scope: 'staff:write', isForOwners: false })).toEqual(['owner', 'admin']);
  expect(rolesFor({ scope: 'staff:write', isForOwners: true })).toEqual(['owner']);
});

test('acts stand in their groups, in the order in which they are declared', () => {
  const act = (name: string, group: string) => ({
    name,
    summary: name,
    group,
    scope: 'staff:read' as const,
    isChange: false,
    isDangerous: false,
    isForOwners: false,
  });

  expect(
    actsByGroup([act('a', 'Staff'), act('b', 'Audit'), act('c', 'Staff')]).map(([group, acts]) => [
      group,
      acts.map(({ name }) => name),
    ]),
  ).toEqual([
    ['Staff', ['a', 'c']],
    ['Audit', ['b']],
  ]);
});
