import type { CSSProperties } from 'react';
import { bucketLabel } from '../../lib/time/bucket-label.ts';
import type { Bucket } from './chart-data.ts';
import classes from './chart.module.css';
import type { usePlotCursor } from './use-plot-cursor.ts';

/** What takes pointer and keys over a plot. Readers hear the piece of time that it points at, and what it holds. */
export function Surface({
  label,
  buckets,
  cursor,
  words,
  style,
}: {
  label: string;
  buckets: readonly Bucket[];
  cursor: ReturnType<typeof usePlotCursor>;
  words: (bucket: Bucket) => string;
  style: CSSProperties;
}) {
  const at = cursor.at === null ? undefined : buckets[cursor.at];
  return (
    <div
      className={classes.surface}
      style={style}
      // An input of the type `range` moves its thumb where a plot marks a piece of time, and has no Enter.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={buckets.length - 1}
      aria-valuenow={cursor.at ?? buckets.length - 1}
      aria-valuetext={at ? `${bucketLabel(at)}: ${words(at)}` : 'The arrow keys go through it'}
      {...cursor.handlers}
    />
  );
}
