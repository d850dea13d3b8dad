import { expect, test } from 'vitest';
import { changeWords } from './change-words.ts';

test('a change is told in percent, and in multiples where it is large', () => {
  expect(changeWords(112, 100)).toEqual({ direction: 'up', words: '12 % more' });
  expect(changeWords(50, 100)).toEqual({ direction: 'down', words: '50 % less' });
  expect(changeWords(1001, 1000)).toEqual({ direction: 'up', words: 'under 1 % more' });
  expect(changeWords(0, 7)).toEqual({ direction: 'down', words: '100 % less' });
  expect(changeWords(3000, 1000)).toEqual({ direction: 'up', words: '3 times as much' });
});

test('nothing is said in percent of nothing', () => {
  expect(changeWords(0, 0)).toEqual({ direction: 'same', words: 'the same' });
  expect(changeWords(4, 0)).toEqual({ direction: 'up', words: 'none' });
});
