import { describe, expect, test } from 'vitest';
import { periodAt } from './calendar.ts';

const hourMs = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** By the calendar, written down by hand: an instant, and the day or month that it lies in. */
const known: [zone: string, per: 'day' | 'month', at: string, name: string, start: string, end: string][] = [
  // The clocks go forward: 23 hours.
  [
    'Europe/Berlin',
    'day',
    '2026-03-29T00:59:59.999Z',
    '2026-03-29',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'day',
    '2026-03-29T01:00:00.000Z',
    '2026-03-29',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  // They go back: 25 hours, and both times of the hour that comes twice are of this day.
  [
    'Europe/Berlin',
    'day',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'day',
    '2026-10-25T01:30:00.000Z',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'day',
    '2026-10-25T22:59:59.999Z',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  // By half an hour.
  [
    'Australia/Lord_Howe',
    'day',
    '2026-10-03T16:00:00.000Z',
    '2026-10-04',
    '2026-10-03T13:30:00.000Z',
    '2026-10-04T13:00:00.000Z',
  ],
  // At midnight itself: the day begins at one.
  [
    'America/Santiago',
    'day',
    '2026-09-06T12:00:00.000Z',
    '2026-09-06',
    '2026-09-06T04:00:00.000Z',
    '2026-09-07T03:00:00.000Z',
  ],
  // A day that was left out.
  [
    'Pacific/Apia',
    'day',
    '2011-12-30T09:59:59.999Z',
    '2011-12-29',
    '2011-12-29T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
  ],
  [
    'Pacific/Apia',
    'day',
    '2011-12-30T10:00:00.000Z',
    '2011-12-31',
    '2011-12-30T10:00:00.000Z',
    '2011-12-31T10:00:00.000Z',
  ],
  // Ends of months, of a leap year, of a year, and one that has both offsets.
  [
    'UTC',
    'month',
    '2028-02-29T23:59:59.999Z',
    '2028-02',
    '2028-02-01T00:00:00.000Z',
    '2028-03-01T00:00:00.000Z',
  ],
  [
    'UTC',
    'month',
    '2027-02-28T23:59:59.999Z',
    '2027-02',
    '2027-02-01T00:00:00.000Z',
    '2027-03-01T00:00:00.000Z',
  ],
  [
    'UTC',
    'month',
    '2026-12-31T23:59:59.999Z',
    '2026-12',
    '2026-12-01T00:00:00.000Z',
    '2027-01-01T00:00:00.000Z',
  ],
  [
    'UTC',
    'month',
    '2027-01-01T00:00:00.000Z',
    '2027-01',
    '2027-01-01T00:00:00.000Z',
    '2027-02-01T00:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'month',
    '2026-03-31T21:59:59.999Z',
    '2026-03',
    '2026-02-28T23:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ],
  [
    'Pacific/Kiritimati',
    'month',
    '2026-01-31T10:00:00.000Z',
    '2026-02',
    '2026-01-31T10:00:00.000Z',
    '2026-02-28T10:00:00.000Z',
  ],
];

describe('days and months of the calendar', () => {
  test.each(known)('%s: the %s of %s is %s', (zone, per, at, name, start, end) => {
    const { startMs, endMs, ...period } = periodAt(zone, per, Date.parse(at));

    expect({ ...period, start: iso(startMs), end: iso(endMs) }).toEqual({ name, start, end });
  });

  test.each([
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  ])(
    'in %s every instant of a year is in one day and one month, and where one ends the next begins',
    (zone) => {
      let endedAt: Record<string, number> = {};
      for (
        let at = Date.parse('2026-01-01T00:00:00Z');
        at < Date.parse('2027-01-01T00:00:00Z');
        at += 7 * hourMs
      )
        for (const per of ['day', 'month'] as const) {
          const { startMs, endMs } = periodAt(zone, per, at);
          const isNext = at >= (endedAt[per] ?? 0);

          if (isNext && endedAt[per] !== undefined) expect(iso(startMs)).toBe(iso(endedAt[per]));
          expect(startMs <= at && at < endMs).toBe(true);
          endedAt = { ...endedAt, [per]: endMs };
        }
    },
  );
});
