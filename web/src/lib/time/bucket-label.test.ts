import { dayMs, hourMs } from '@parley/shared/words/time';
import { expect, test } from 'vitest';
import { axisWords } from './bucket-label.ts';

const from = (count: number, lengthMs: number, start = new Date(2026, 10, 22, 0, 0).getTime()) =>
  Array.from({ length: count }, (_, index) => start + index * lengthMs);

test.each([
  ['an hour in fives', 12, hourMs / 12],
  ['a day in hours', 24, hourMs],
  ['a week in sixes', 28, 6 * hourMs],
  ['a month in days', 30, dayMs],
])('%s has words, and never more than there is room for', (_, count, length) => {
  for (const room of [3, 5, 12]) {
    const words = axisWords(from(count, length), room);
    expect(words.length).toBeGreaterThan(0);
    expect(words.length).toBeLessThanOrEqual(room + 1);
  }
});

test('hours stand at full hours of the day, and midnight is a day', () => {
  const words = axisWords(from(24, hourMs), 8).map(({ text }) => text);

  expect(words).toEqual(['22 Nov', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
});

test('without buckets there are no words', () => {
  expect(axisWords([], 10)).toEqual([]);
});
