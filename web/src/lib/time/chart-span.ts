import { dayMs, hourMs } from '@parley/shared/words/time';
import { timeFormat } from './shown-times.ts';
import type { Range, Span } from './span.ts';

const minuteMs = 60_000;

/** What a chart shows: from `since` to before `until`, in pieces of `bucketMs`; all in milliseconds. */
export interface ChartSpan {
  since: number;
  until: number;
  bucketMs: number;
}

/** The range of a chart whose address names none. */
export const usualRange: Range = '24h';

/** The last start of a piece at or before `at`, counted from the reader's midnight. */
const floorOf = (at: number, bucketMs: number): number => {
  const sinceMidnight = timeFormat().minuteOfDay(new Date(at)) * minuteMs + (at % minuteMs);
  return at - (sinceMidnight % bucketMs);
};

const pieces: readonly { upToMs: number; bucketMs: number }[] = [
  { upToMs: 3 * hourMs, bucketMs: 5 * minuteMs },
  { upToMs: 2 * dayMs, bucketMs: hourMs },
  { upToMs: 10 * dayMs, bucketMs: 6 * hourMs },
];

const bucketFor = (lengthMs: number): number =>
  pieces.find(({ upToMs }) => lengthMs <= upToMs)?.bucketMs ?? dayMs;

const rangeMs: Record<Range, number> = {
  '1h': hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
};

/** The longest time that a chart shows, in milliseconds. */
const longestMs = 92 * dayMs;

/**
 * The pieces of time that a chart shows at `now`. A range ends with the piece that is under way; two instants are widened to
 * whole pieces. Never more than about a hundred pieces.
 */
export function chartSpanOf({ range, since, until }: Span, now: number): ChartSpan {
  const isBetween = range === undefined && since !== undefined;
  const end = isBetween && until !== undefined ? Date.parse(until) : now;
  const length = isBetween
    ? Math.max(minuteMs, Math.min(longestMs, end - Date.parse(since)))
    : rangeMs[range ?? usualRange];
  const bucketMs = bucketFor(length);
  if (isBetween) {
    const first = floorOf(end - length, bucketMs);
    return { since: first, until: first + Math.ceil((end - first) / bucketMs) * bucketMs, bucketMs };
  }
  const last = floorOf(now, bucketMs) + bucketMs;
  return { since: last - length, until: last, bucketMs };
}

/** The pieces of a span, each with what `valuesOf` says of its start. */
export function bucketsOf<Values>(
  { since, until, bucketMs }: ChartSpan,
  valuesOf: (since: number) => Values,
): { since: number; until: number; values: Values }[] {
  return Array.from({ length: Math.round((until - since) / bucketMs) }, (_, index) => {
    const start = since + index * bucketMs;
    return { since: start, until: start + bucketMs, values: valuesOf(start) };
  });
}
