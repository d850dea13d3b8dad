import { expect, test } from 'vitest';
import { timeFormatOf } from './time-format.ts';

const now = new Date('2026-11-22T12:00:00Z');
const utc = timeFormatOf({ timeZone: 'UTC', clock: 'h24' });
const berlin = timeFormatOf({ timeZone: 'Europe/Berlin', clock: 'h24' });

test.each([
  ['2026-11-22T11:59:58Z', 'just now'],
  ['2026-11-22T11:59:18Z', '42 sec ago'],
  ['2026-11-22T11:01:00Z', '59 min ago'],
  ['2026-11-22T14:30:00Z', 'in 2 hr'],
  ['2026-11-10T12:00:00Z', '12 days ago'],
  ['2026-03-01T12:00:00Z', '1 Mar 2026'],
])('%s reads as “%s”', (instant, words) => {
  expect(utc.relative(new Date(instant), now)).toBe(words);
});

test('a time is written in the zone and the clock that were chosen', () => {
  const instant = new Date('2026-11-22T23:05:09Z');
  const kolkata = timeFormatOf({ timeZone: 'Asia/Kolkata', clock: 'h12' });

  expect(utc.full(instant)).toBe('22 Nov 2026, 23:05:09 UTC');
  expect(kolkata.full(instant)).toBe('23 Nov 2026, 04:35:09 am GMT+5:30');
  expect([utc.date(instant), kolkata.date(instant)]).toEqual(['22 Nov 2026', '23 Nov 2026']);
  expect([utc.hour(instant), kolkata.hour(instant)]).toEqual(['23:05', '04:35 am']);
  expect(berlin.dayHour(instant)).toBe('Mon 23 Nov, 00:05');
  expect(berlin.hour(new Date('2026-11-22T23:00:00Z'))).toBe('00:00');
});

test('what stands in a field is read in the zone that was chosen, and written back as it was', () => {
  for (const [format, local, instant] of [
    [utc, '2026-07-01T09:30', '2026-07-01T09:30:00.000Z'],
    [berlin, '2026-07-01T09:30', '2026-07-01T07:30:00.000Z'],
    [berlin, '2026-12-01T00:10', '2026-11-30T23:10:00.000Z'],
    [
      timeFormatOf({ timeZone: 'Pacific/Kiritimati', clock: 'h24' }),
      '2026-12-01T00:10',
      '2026-11-30T10:10:00.000Z',
    ],
  ] as const) {
    expect(format.instantOf(local)).toBe(instant);
    expect(format.localOf(instant)).toBe(local);
  }
  expect([utc.instantOf(''), utc.localOf(undefined)]).toEqual([undefined, '']);
});

test('an hour that the clocks skip is the one after it, of one that comes twice it is the first', () => {
  expect(berlin.instantOf('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(berlin.instantOf('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
});

test('a zone that the browser does not know is UTC, and no failure', () => {
  expect(timeFormatOf({ timeZone: 'Mars/Olympus', clock: 'h24' }).timeZone).toBe('UTC');
});
