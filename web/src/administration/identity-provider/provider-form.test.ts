import { expect, test } from 'vitest';
import { blankProvider, domainsOf, rolesOf, rolesText, sentOf } from './provider-form.ts';

test('groups and their roles are read line by line, and written as they are read', () => {
  const roles = rolesOf('api-team = Engineer\n\n a = b group = owner\nnobody');

  expect(roles).toEqual([
    { group: 'api-team', role: 'engineer' },
    { group: 'a = b group', role: 'owner' },
    { group: 'nobody', role: '' },
  ]);
  expect(rolesText([{ group: 'a', role: 'viewer' }])).toBe('a = viewer');
});

test('domains stand with commas or blanks between them', () => {
  expect(domainsOf('a.example, b.example\nc.example', true)).toHaveLength(3);
});

test('a secret that was not typed is not sent', () => {
  expect(sentOf(blankProvider)).not.toHaveProperty('clientSecret');
  expect(sentOf({ ...blankProvider, clientSecret: 'x' })).toMatchObject({ clientSecret: 'x' });
});
