import { z } from 'zod';

// RFC 3339, "Internet Date/Time Format": a fraction of any length, an offset or `Z`, small letters as well. Seconds may be
// left out, which ISO 8601 allows. A space before the offset is a `+` that was not escaped in an address.
const written =
  /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d{1,40}))?)?([Zz]|[+ -](?:[01]\d|2[0-3]):[0-5]\d)$/;

const minuteMs = 60_000;

const offsetMs = (offset: string): number => {
  if (/^z$/i.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return (offset.startsWith('-') ? -minutes : minutes) * minuteMs;
};

/** The first millisecond of a day, `NaN` when there is no such day: `2026-02-30` is none. */
const startOfDay = (day: string): number => {
  const start = Date.parse(`${day}T00:00:00.000Z`);
  return Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day ? Number.NaN : start;
};

/**
 * The instant that a time of RFC 3339 names, as `YYYY-MM-DDTHH:MM:SS.mmmZ`; `null` when it names none. Finer than a
 * millisecond is cut off. A leap second, 23:59:60 in UTC and nowhere else, is the second after it.
 */
export const instantOf = (time: string): string | null => {
  const match = written.exec(time);
  if (!match) return null;
  const [, day = '', hour, minute, second = '0', fraction = '', offset = 'Z'] = match;
  const startOfMinute = startOfDay(day) + (Number(hour) * 60 + Number(minute)) * minuteMs - offsetMs(offset);
  if (Number.isNaN(startOfMinute)) return null;
  const isLastOfDay = new Date(startOfMinute).toISOString().includes('T23:59:');
  if (second === '60' && !isLastOfDay) return null;
  const ms = startOfMinute + Number(second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const instant = new Date(ms).toISOString();
  // Beyond the years 0000 to 9999 it has six digits and a sign.
  return instant.length === 24 ? instant : null;
};

/** For examples of times that have to be in the future: it is for as long as anybody reads them. */
export const farAhead = '2099-12-31T23:00:00.000Z';

/**
 * A time that comes in: RFC 3339 with any offset. It becomes UTC with `Z` and milliseconds. `example` is one that is taken
 * whenever it is read.
 */
export const instant = (description: string, example = '2026-11-22T09:30:00.000Z') =>
  z
    .string()
    .refine((time) => instantOf(time) !== null, {
      error: 'A time with its offset, such as 2026-11-22T09:30:00Z or 2026-11-22T10:30:00+01:00',
      abort: true,
    })
    .overwrite((time) => instantOf(time) ?? time)
    .meta({ description, format: 'date-time', example });
