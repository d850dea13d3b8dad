import { expect, test } from 'vitest';
import { limitsText, readLimits } from './plan-text.ts';

test('limits are read as they are written', () => {
  const limits = [
    { calls: 20, per: 'second' as const },
    { calls: 100_000, per: 'day' as const, operations: ['POST /v1/events', 'listEvents'] },
  ];

  expect(limitsText(limits)).toBe('20 a second\n100000 a day: POST /v1/events, listEvents');
  expect(readLimits(limitsText(limits))).toEqual({ limits, wrong: null });
});

test('other ways of writing a limit are read too, and a line that is none is named', () => {
  expect(readLimits('1,000/minute\n\n 5 calls per month ').limits).toEqual([
    { calls: 1000, per: 'minute' },
    { calls: 5, per: 'month' },
  ]);
  expect(readLimits('5 a day\nas much as you like').wrong).toBe(2);
});
