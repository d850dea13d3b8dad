import { expect, test } from 'vitest';
import { wildcardsOf } from './event-type-wildcards.ts';

test('a wildcard is suggested when it covers more than one event type', () => {
  const names = ['invoice.generated', 'invoice.line.added', 'invoice.line.removed', 'payment.received'];

  expect(wildcardsOf(names)).toEqual(['invoice.*', 'invoice.line.*']);
});
