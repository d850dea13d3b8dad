import type { LinkProps } from '@tanstack/react-router';

/** What a series means; each has a colour and a pattern or line of its own, so that colour is not needed. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

/** What one colour of a chart stands for. */
export interface Series {
  id: string;
  /** As it stands after a number: “delivered”. */
  label: string;
  tone: Tone;
}

/** A piece of time and what belongs to it: a value for each series, 0 and above; `null` where nothing is known. */
export interface Bucket {
  /** Milliseconds, the first instant of it. */
  since: number;
  /** Milliseconds, the first instant after it. */
  until: number;
  values: readonly (number | null)[];
}

/** Something that happened at one instant and may explain what a chart shows. */
export interface Mark {
  /** Milliseconds. */
  at: number;
  label: string;
  link?: LinkProps;
}

/** What all buckets hold of the series with this index. */
export function totalOf(buckets: readonly Bucket[], index: number): number {
  return buckets.reduce((sum, { values }) => sum + (values[index] ?? 0), 0);
}

/** What a bucket holds of all series. */
function sumOf({ values }: Pick<Bucket, 'values'>): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** The largest value of any series in any bucket, or of their sums where they are stacked. */
export function highestOf(buckets: readonly Bucket[], isStacked: boolean): number {
  const heights = buckets.map((bucket) =>
    isStacked ? sumOf(bucket) : Math.max(0, ...bucket.values.map((value) => value ?? 0)),
  );
  return Math.max(0, ...heights);
}

/** Whether no bucket holds anything. */
export function isEmpty(buckets: readonly Bucket[]): boolean {
  return buckets.every(({ values }) => values.every((value) => value === null || value === 0));
}

/** The index of the bucket at a share of the width, 0 to 1, of buckets of one length; the last one at 1. */
export function bucketAt(share: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor(share * count)));
}
