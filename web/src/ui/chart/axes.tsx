import { axisWords } from '../../lib/time/bucket-label.ts';
import type { Bucket } from './chart-data.ts';
import classes from './chart.module.css';
import type { Place } from './plot.tsx';

const wordWidth = 62;

/** Amounts on the left with a line each, and times below. */
export function Axes({
  place,
  buckets,
  ticks,
  format,
}: {
  place: Place;
  buckets: readonly Bucket[];
  ticks: readonly number[];
  format: (value: number) => string;
}) {
  const starts = buckets.map(({ since }) => since);
  const words = axisWords(starts, Math.floor(place.width / wordWidth));
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={0} x2={place.width} y1={place.y(tick)} y2={place.y(tick)} className={classes.grid} />
          <text x={-8} y={place.y(tick) + 4} textAnchor="end" className={classes.tick}>
            {format(tick)}
          </text>
        </g>
      ))}
      {words.map(({ at, text }) => (
        <text
          key={at}
          x={place.x(at)}
          y={place.base + 17}
          textAnchor={anchorOf(place.x(at), place.width)}
          className={classes.tick}
        >
          {text}
        </text>
      ))}
    </>
  );
}

/** A word at an edge stays inside. */
const anchorOf = (x: number, width: number): 'start' | 'middle' | 'end' => {
  if (x < wordWidth / 2) return 'start';
  return width - x < wordWidth / 3 ? 'end' : 'middle';
};
