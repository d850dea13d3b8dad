import { dayMs, hourMs } from '@parley/shared/words/time';
import { expect, test } from 'vitest';
import { bucketsOf, chartSpanOf } from './chart-span.ts';

const now = new Date(2026, 10, 22, 14, 37, 12).getTime();
const at = (hour: number, minute = 0, day = 22) => new Date(2026, 10, day, hour, minute).getTime();
const iso = (ms: number) => new Date(ms).toISOString();

test('a range ends with the piece that is under way', () => {
  expect(chartSpanOf({}, now)).toEqual({ since: at(15, 0, 21), until: at(15), bucketMs: hourMs });
  expect(chartSpanOf({ range: '1h' }, now)).toEqual({
    since: at(13, 40),
    until: at(14, 40),
    bucketMs: hourMs / 12,
  });
  expect(chartSpanOf({ range: '7d' }, now)).toMatchObject({ until: at(18), bucketMs: 6 * hourMs });
  expect(chartSpanOf({ range: '30d' }, now)).toMatchObject({ until: at(0, 0, 23), bucketMs: dayMs });
});

test('what lies between two instants is widened to whole pieces', () => {
  const span = chartSpanOf({ since: iso(at(9, 12)), until: iso(at(11, 58)) }, now);

  expect(span).toEqual({ since: at(9, 10), until: at(12), bucketMs: hourMs / 12 });
});

test('an address cannot ask for more pieces than can be drawn', () => {
  const span = chartSpanOf({ since: iso(0) }, now);

  expect(bucketsOf(span, () => null).length).toBeLessThan(100);
});

test('an end before its beginning is one piece and no error', () => {
  expect(bucketsOf(chartSpanOf({ since: iso(now), until: iso(now - dayMs) }, now), () => 0)).toHaveLength(1);
});
