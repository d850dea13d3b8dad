import { array, assert, constantFrom, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, percentileOf } from './histogram.ts';

const histogramOf = (durations: readonly number[]) => {
  const counts = new Map<number, number>();
  for (const ms of durations) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return counts;
};

const duration = double({ min: 0.02, max: 30_000, noNaN: true });

test('a percentile is never further from the true one than a bucket is wide', () => {
  assert(
    property(array(duration, { minLength: 1, maxLength: 300 }), constantFrom(0.5, 0.95), (all, share) => {
      const sorted = all.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(share * all.length) - 1]!;

      const found = percentileOf(histogramOf(all), share)!;

      expect(Math.abs(Math.log2(found / exact))).toBeLessThanOrEqual(1 / 8 + 1e-9);
    }),
  );
});

test('two histograms merge by adding their counts', () => {
  const [one, other] = [
    [1, 5, 40],
    [3, 900],
  ];
  const merged = new Map(histogramOf(one));
  for (const [bucket, count] of histogramOf(other)) merged.set(bucket, (merged.get(bucket) ?? 0) + count);

  expect(merged).toEqual(histogramOf([...one, ...other]));
});

test('without any attempt there is no percentile', () => {
  expect(percentileOf(new Map(), 0.95)).toBe(null);
});

test('what took no time and what took for ever have a bucket', () => {
  expect([bucketOf(0), bucketOf(-1), bucketOf(Number.MAX_VALUE)]).toEqual([-54, -54, 175]);
});
