import { expect, test } from 'vitest';
import { headersOf } from '../endpoint-form/header-rows.ts';
import { wildcardsOf } from './event-type-wildcards.ts';

test('a wildcard is suggested when it covers more than one event type', () => {
  const names = ['invoice.generated', 'invoice.line.added', 'invoice.line.removed', 'payment.received'];

  expect(wildcardsOf(names)).toEqual(['invoice.*', 'invoice.line.*']);
});

test('a header row that is blank says nothing, one without a name is left for the schema to refuse', () => {
  const rows = [
    { key: '1', name: ' x-tenant ', value: 'north' },
    { key: '2', name: '', value: ' ' },
    { key: '3', name: '', value: 'lost' },
  ];

  expect(headersOf(rows)).toEqual({ 'x-tenant': 'north', '': 'lost' });
});
