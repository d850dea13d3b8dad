import { expect, test } from 'vitest';
import { fieldChanges } from './field-changes.ts';

test('each changed field has a row with its value before and after', () => {
  const changes = {
    name: { before: null, after: 'Ada' },
    scopes: { after: ['events:read', 'endpoints:read'] },
  };

  expect(fieldChanges(changes)).toEqual([
    { field: 'name', before: null, after: 'Ada' },
    { field: 'scopes', before: null, after: 'events:read\nendpoints:read' },
  ]);
});

test('a change of another form is not lost', () => {
  expect(fieldChanges({ note: 'restored' })).toEqual([{ field: 'note', before: null, after: 'restored' }]);
});
