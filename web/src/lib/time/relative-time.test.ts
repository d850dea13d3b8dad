import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = new Date('2026-11-22T12:00:00Z');

test.each([
  ['2026-11-22T11:59:58Z', 'just now'],
  ['2026-11-22T11:59:18Z', '42 sec ago'],
  ['2026-11-22T11:01:00Z', '59 min ago'],
  ['2026-11-22T14:30:00Z', 'in 2 hr'],
  ['2026-11-10T12:00:00Z', '12 days ago'],
  ['2026-03-01T12:00:00Z', '1 Mar 2026'],
])('%s reads as “%s”', (instant, words) => {
  expect(relativeTime(new Date(instant), now)).toBe(words);
});
