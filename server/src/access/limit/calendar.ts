import { dayMs } from '@parley/shared/words/time';

/** One day or month of a calendar: from `startMs` until before `endMs`, and its name, such as `2026-11-27` or `2026-11`. */
export interface Period {
  name: string;
  startMs: number;
  endMs: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
};

/** The day at this instant in a zone, `YYYY-MM-DD`. */
const dayAt = (zone: string, ms: number): string => {
  const parts = formatOf(zone).formatToParts(ms);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
};

const nameAt = (zone: string, per: 'day' | 'month', ms: number): string =>
  dayAt(zone, ms).slice(0, per === 'day' ? 10 : 7);

/** The first millisecond of which `isBeyond` holds: it does at `high`, and not at `low`. */
const edgeBetween = (low: number, high: number, isBeyond: (ms: number) => boolean): number => {
  let [before, beyond] = [low, high];
  while (beyond - before > 1) {
    const middle = Math.floor((before + beyond) / 2);
    if (isBeyond(middle)) beyond = middle;
    else before = middle;
  }
  return beyond;
};

const spanMs = { day: 2 * dayMs, month: 33 * dayMs };

const findPeriod = (zone: string, per: 'day' | 'month', ms: number): Period => {
  const name = nameAt(zone, per, ms);
  const isOther = (at: number): boolean => nameAt(zone, per, at) !== name;
  return {
    name,
    startMs: edgeBetween(ms - spanMs[per], ms, (at) => !isOther(at)),
    endMs: edgeBetween(ms, ms + spanMs[per], isOther),
  };
};

const zonesMax = 1000;
const found = new Map<string, Period>();

/**
 * The day or month of this instant in a time zone, by its calendar: days of 23 and 25 hours are days. Remembered for as long as it lasts, so
 * that asking again costs a look.
 */
export const periodAt = (zone: string, per: 'day' | 'month', ms: number): Period => {
  const id = `${per} ${zone}`;
  const known = found.get(id);
  if (known && known.startMs <= ms && ms < known.endMs) return known;
  if (found.size >= zonesMax) found.clear();
  const period = findPeriod(zone, per, ms);
  found.set(id, period);
  return period;
};
