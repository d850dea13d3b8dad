import { useElementSize } from '@mantine/hooks';
import { nice, ticks } from 'd3-array';
import { useId } from 'react';
import { Axes } from './axes.tsx';
import { Bars } from './bars.tsx';
import { highestOf, type Bucket, type Mark, type Series } from './chart-data.ts';
import classes from './chart.module.css';
import { Lines } from './lines.tsx';
import { Patterns } from './patterns.tsx';
import { Surface } from './surface.tsx';
import type { usePlotCursor } from './use-plot-cursor.ts';

const height = 200;
const left = 52;
const bottom = 22;
const top = 14;
const tickCount = 3;

/** Where things stand: pixels of an instant and of a value, how wide a bucket is, and how wide all of them are. */
export interface Place {
  x: (at: number) => number;
  y: (value: number) => number;
  step: number;
  width: number;
  top: number;
  base: number;
}

/** The drawn part of a chart. One control for pointer and keys lies over it, and says what it points at. */
export function Plot({
  label,
  buckets,
  series,
  look,
  marks,
  format,
  cursor,
  words,
}: {
  label: string;
  buckets: readonly Bucket[];
  series: readonly Series[];
  look: 'bars' | 'lines';
  marks: readonly Mark[];
  format: (value: number) => string;
  cursor: ReturnType<typeof usePlotCursor>;
  /** What a bucket holds, in words. */
  words: (bucket: Bucket) => string;
}) {
  const patterns = useId();
  const { ref, width: whole } = useElementSize<HTMLDivElement>();
  const width = Math.max(0, whole - left);
  const base = height - bottom;
  const [since, until] = [buckets[0]?.since ?? 0, buckets.at(-1)?.until ?? 1];
  const [, highest] = nice(0, Math.max(highestOf(buckets, look === 'bars'), 1), tickCount);
  const x = (at: number) => ((at - since) / (until - since)) * width;
  const y = (value: number) => base - (value / highest) * (base - top);
  const place: Place = { x, y, step: width / Math.max(1, buckets.length), width, top, base };
  return (
    <div className={classes.plot} style={{ height }} ref={ref}>
      <svg width={whole} height={height} aria-hidden>
        <Patterns id={patterns} />
        <g transform={`translate(${left} 0)`}>
          <Axes place={place} buckets={buckets} ticks={ticks(0, highest, tickCount)} format={format} />
          <Pointed place={place} buckets={buckets} cursor={cursor} />
          {look === 'bars' ? (
            <Bars buckets={buckets} series={series} place={place} patterns={patterns} />
          ) : (
            <Lines buckets={buckets} series={series} place={place} />
          )}
          <Marks marks={marks} place={place} />
        </g>
      </svg>
      <Surface label={label} buckets={buckets} cursor={cursor} words={words} style={{ left, height: base }} />
    </div>
  );
}

/** What the reader points at, and what they marked. */
function Pointed({
  place,
  buckets,
  cursor: { at, selection },
}: {
  place: Place;
  buckets: readonly Bucket[];
  cursor: ReturnType<typeof usePlotCursor>;
}) {
  const first = buckets[selection?.first ?? at ?? -1];
  const last = buckets[selection?.last ?? at ?? -1];
  if (!first || !last) return null;
  return (
    <rect
      x={place.x(first.since)}
      y={place.top}
      width={place.x(last.until) - place.x(first.since)}
      height={place.base - place.top}
      className={selection ? classes.marked : classes.pointed}
    />
  );
}

function Marks({ marks, place }: { marks: readonly Mark[]; place: Place }) {
  return marks.map(({ at, label }) => (
    <g key={`${at} ${label}`} className={classes.mark}>
      <line x1={place.x(at)} x2={place.x(at)} y1={6} y2={place.base} />
      <path d={`M${place.x(at) - 5} 1h10l-5 7z`} />
    </g>
  ));
}
