import { expect, test } from 'vitest';
import { count } from './count.ts';

test('one thing is singular, any other number is plural and grouped', () => {
  expect(count(1, 'call')).toBe('1 call');
  expect(count(0, 'call')).toBe('0 calls');
  expect(count(12_431, 'entry', 'entries')).toBe('12,431 entries');
});
