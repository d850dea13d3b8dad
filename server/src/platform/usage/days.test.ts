import { hourMs } from '@parley/shared/words/time';
import { expect, test } from 'vitest';
import { callsByDay, lastDays } from './days.ts';

test('days are those of the zone, with 23 and 25 hours where the clock is changed', () => {
  const days = lastDays(Date.parse('2026-10-26T12:30:00Z'), 3, 'Europe/Berlin');

  expect(days.map(({ hours }) => hours.length)).toEqual([24, 25, 14]);
  expect(new Date(days[0]!.hours[0]!).toISOString()).toBe('2026-10-23T22:00:00.000Z');
  expect(lastDays(Date.parse('2026-03-29T23:30:00Z'), 2, 'Europe/Berlin')[0]!.hours).toHaveLength(23);
  expect(lastDays(Date.parse('2026-10-26T12:30:00Z'), 30, 'UTC')).toHaveLength(30);
});

test('every day is present, and no call is lost between them', () => {
  const now = Date.parse('2026-10-26T12:30:00Z');
  const days = lastDays(now, 3, 'Asia/Kolkata');
  const hours = days.flatMap((day) => day.hours.map((hour) => ({ hour, calls: 1, errors: 0 })));

  const byDay = callsByDay(days, [...hours, { hour: hours[0]!.hour - hourMs, calls: 7, errors: 7 }]);

  expect(byDay.reduce((sum, { calls }) => sum + calls, 0)).toBe(hours.length);
  expect(byDay).toHaveLength(3);
});
