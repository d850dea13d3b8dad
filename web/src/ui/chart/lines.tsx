import { line } from 'd3-shape';
import type { Bucket, Series } from './chart-data.ts';
import classes from './chart.module.css';
import type { Place } from './plot.tsx';

const dashes = ['none', '6 4', '2 3'];

/** One line a series through the middle of its buckets, broken where nothing is known; each has dashes of its own. */
export function Lines({
  buckets,
  series,
  place,
}: {
  buckets: readonly Bucket[];
  series: readonly Series[];
  place: Place;
}) {
  return series.map(({ id, tone }, index) => {
    const valueOf = ({ values }: Bucket) => values[index] ?? null;
    const draw = line<Bucket>()
      .defined((bucket) => valueOf(bucket) !== null)
      .x(({ since }) => place.x(since) + place.step / 2)
      .y((bucket) => place.y(valueOf(bucket) ?? 0));
    return (
      <g key={id} className={`${classes.line} ${classes[tone]}`}>
        <path d={draw([...buckets]) ?? ''} strokeDasharray={dashes[index % dashes.length]} />
        {buckets.map((bucket, at) =>
          isAlone(buckets, at, index) ? (
            <circle
              key={bucket.since}
              cx={place.x(bucket.since) + place.step / 2}
              cy={place.y(valueOf(bucket) ?? 0)}
              r="2.5"
            />
          ) : null,
        )}
      </g>
    );
  });
}

/** Whether a point has no neighbour that a line could lead to. */
const isAlone = (buckets: readonly Bucket[], at: number, index: number): boolean => {
  const isKnown = (bucket: Bucket | undefined) => bucket?.values[index] != null;
  return isKnown(buckets[at]) && !isKnown(buckets[at - 1]) && !isKnown(buckets[at + 1]);
};
