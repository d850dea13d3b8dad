import { hourMs } from '@parley/shared/words/time';

/** Calls of one hour; `hour` is its start in milliseconds. */
export interface HourOfCalls {
  hour: number;
  calls: number;
  errors: number;
}

/** A day in some time zone: its hours, the oldest first, by their start in milliseconds. */
interface Day {
  hours: readonly number[];
}

/**
 * The last `count` days of a time zone, the oldest first, and the one that `now` is in last. A day has 23 to 25 hours; of a
 * zone that is off by half an hour, an hour belongs to the day that it begins in.
 */
export const lastDays = (now: number, count: number, zone: string): Day[] => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const days: number[][] = [];
  let name = '';
  for (let hour = now - (now % hourMs); ; hour -= hourMs) {
    const ofHour = format.format(hour);
    if (ofHour !== name) {
      if (days.length === count) return days.map((hours) => ({ hours: hours.toReversed() })).toReversed();
      days.push([]);
      name = ofHour;
    }
    days.at(-1)?.push(hour);
  }
};

/** Calls by day, every day with its start as an ISO time. */
export const callsByDay = (days: readonly Day[], hours: readonly HourOfCalls[]) => {
  const byHour = new Map(hours.map((one) => [one.hour, one]));
  return days.map((day) => {
    const own = day.hours.flatMap((hour) => byHour.get(hour) ?? []);
    return { from: new Date(day.hours[0] ?? 0).toISOString(), ...sumOf(own) };
  });
};

/** The sum over hours, or over days. */
export const sumOf = (
  counts: readonly { calls: number; errors: number }[],
): { calls: number; errors: number } => ({
  calls: counts.reduce((sum, { calls }) => sum + calls, 0),
  errors: counts.reduce((sum, { errors }) => sum + errors, 0),
});
