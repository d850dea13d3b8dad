import { expect, test } from 'vitest';
import { outcomeWords } from './outcome-words.ts';

test('says how many got it, and what is wrong where something is', () => {
  expect(outcomeWords({ counts: {} })).toBe('nobody wanted it');
  expect(outcomeWords({ counts: { delivered: 3 } })).toBe('delivered 3 of 3');
  expect(outcomeWords({ counts: { delivered: 1, failed: 1, exhausted: 2, pending: 1 } })).toBe(
    'delivered 1 of 5, 1 failing, 2 given up',
  );
  expect(outcomeWords({ counts: { delivered: 501 }, isMore: true })).toBe('delivered 501 of more than 500');
});
