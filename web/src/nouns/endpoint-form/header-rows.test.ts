import { expect, test } from 'vitest';
import { headersOf } from './header-rows.ts';

test('a header row that is blank says nothing, one without a name is left for the schema to refuse', () => {
  const rows = [
    { key: '1', name: ' x-tenant ', value: 'north' },
    { key: '2', name: '', value: ' ' },
    { key: '3', name: '', value: 'lost' },
  ];

  expect(headersOf(rows)).toEqual({ 'x-tenant': 'north', '': 'lost' });
});
