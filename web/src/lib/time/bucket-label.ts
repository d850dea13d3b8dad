import { dayMs, hourMs } from '@parley/shared/words/time';
import { timeFormat } from './shown-times.ts';

/** The zone that times of charts are in, as people write it: “UTC” or “CET”. */
export function zoneName(at: number): string {
  return timeFormat().zoneName(new Date(at));
}

/** A piece of time in full: “Sun 22 Nov, 14:00 to 15:00”, and with both days where it is a day or longer. */
export function bucketLabel({ since, until }: { since: number; until: number }): string {
  const { dayHour, hour } = timeFormat();
  const isShort = until - since < dayMs;
  return `${dayHour(new Date(since))} to ${(isShort ? hour : dayHour)(new Date(until))}`;
}

/** The hour of the day at an instant, with its part in minutes: 14.5 at half past two. */
const hourOfDay = (at: number): number => timeFormat().minuteOfDay(new Date(at)) / 60;

const dayOf = (at: number): string => timeFormat().day(new Date(at));

/** Hours between two words on an axis, the finest first. */
const steps = [1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168];

/** One word on an axis. */
export interface AxisWord {
  at: number;
  text: string;
}

/**
 * Words for an axis of buckets of one length, `room` of them at most, at full hours of the reader's day: days where they
 * stand a day apart or more, and at midnight; the time elsewhere.
 */
export function axisWords(starts: readonly number[], room: number): AxisWord[] {
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined || room < 1) return [];
  const step = steps.find((hours) => (last - first) / (hours * hourMs) <= room) ?? 336;
  const midnight = first - hourOfDay(first) * hourMs;
  const fitting = starts.filter((at) =>
    step < 24
      ? isMultiple(hourOfDay(at), step)
      : Math.round((at - midnight) / dayMs) % (step / 24) === 0 && isFirstOfDay(at, starts),
  );
  return fitting.map((at) => ({
    at,
    text: step < 24 && hourOfDay(at) !== 0 ? timeFormat().hour(new Date(at)) : dayOf(at),
  }));
}

const isMultiple = (hour: number, step: number): boolean =>
  Math.abs(hour / step - Math.round(hour / step)) < 1e-6;

const isFirstOfDay = (at: number, starts: readonly number[]): boolean => {
  const before = starts[starts.indexOf(at) - 1];
  return before === undefined || dayOf(before) !== dayOf(at);
};
