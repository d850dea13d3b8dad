import { expect, test } from 'vitest';
import { roleTable } from './role-table.ts';

const row = (resource: string) => roleTable().find((candidate) => candidate.resource === resource)?.may;

test('the table says what each role may do with a resource', () => {
  expect(row('Deliveries')).toMatchObject({ owner: 'read, write', support: 'read, write', viewer: 'read' });
  expect(row('Staff')).toMatchObject({ owner: 'read, write', engineer: 'read', viewer: '' });
  expect(row('Events')).toMatchObject({ owner: 'publish to anyone, read', support: 'read' });
});
