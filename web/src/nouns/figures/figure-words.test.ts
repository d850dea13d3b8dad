import { expect, test } from 'vitest';
import { millisecondsWords, shareWords } from './figure-words.ts';

test('a share is never said to be whole while one failed', () => {
  expect(shareWords(10, 10)).toBe('100 %');
  expect(shareWords(99_999, 100_000)).toBe('> 99.9 %');
  expect(shareWords(2, 3)).toBe('66.7 %');
  expect(shareWords(0, 3)).toBe('0 %');
  expect(shareWords(0, 0)).toBe('—');
});

test('a duration has the unit that it is read best in', () => {
  expect([0, 8.44, 240.4, 2512].map(millisecondsWords)).toEqual(['0 ms', '8.4 ms', '240 ms', '2.5 s']);
});
