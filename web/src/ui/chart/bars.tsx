import type { Bucket, Series } from './chart-data.ts';
import classes from './chart.module.css';
import type { Place } from './plot.tsx';

/** One bar a bucket, its series on top of each other in their order. */
export function Bars({
  buckets,
  series,
  place,
  patterns,
}: {
  buckets: readonly Bucket[];
  series: readonly Series[];
  place: Place;
  patterns: string;
}) {
  const width = Math.max(1, place.step * 0.72);
  return buckets.map(({ since, values }) => {
    let below = 0;
    return series.map(({ id, tone }, index) => {
      const value = values[index] ?? 0;
      if (value === 0) return null;
      const y = place.y(below + value);
      const barHeight = place.y(below) - y;
      below += value;
      return (
        <rect
          key={`${since} ${id}`}
          x={place.x(since) + (place.step - width) / 2}
          y={y}
          width={width}
          // What happened once among thousands is still seen.
          height={Math.max(1.5, barHeight)}
          fill={`url(#${patterns}-${tone})`}
          className={classes[tone]}
        />
      );
    });
  });
}
