/**
 * An exponential histogram: bucket n holds what is above 2^((n-1)/8) and not above 2^(n/8) milliseconds, so that it is
 * never wider than 9 %. Counts of two histograms merge by addition. The same buckets as OpenTelemetry's of scale 3.
 */
const perDoubling = 8;

/** A hundredth of a millisecond, and an hour: attempts end within half a minute. */
const lowest = -54;
const highest = 175;

/** The bucket of a duration in milliseconds. */
export const bucketOf = (ms: number): number =>
  ms > 0 ? Math.max(lowest, Math.min(highest, Math.ceil(Math.log2(ms) * perDoubling))) : lowest;

/** How often each bucket was hit. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * The duration in milliseconds below which this share of all lies, 0 to 1, to within half the width of a bucket; `null`
 * when there is none. Inside of a bucket they are taken to lie evenly on the logarithm.
 */
export const percentileOf = (histogram: Histogram, share: number): number | null => {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(share * total, 1e-9);
  let below = 0;
  for (const bucket of [...histogram.keys()].toSorted((a, b) => a - b)) {
    const count = histogram.get(bucket) ?? 0;
    if (below + count >= rank) return 2 ** ((bucket - 1 + (rank - below) / count) / perDoubling);
    below += count;
  }
  return null;
};
