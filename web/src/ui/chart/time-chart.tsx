import { SegmentedControl, Text } from '@mantine/core';
import { useNavigate, type LinkProps } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import { bucketLabel, zoneName } from '../../lib/time/bucket-label.ts';
import { absoluteTime } from '../../lib/time/relative-time.ts';
import { useTimeFormat } from '../../lib/time/shown-times.ts';
import { Section } from '../page/section.tsx';
import { TextLink } from '../text/text-link.tsx';
import { isEmpty, totalOf, type Bucket, type Mark, type Series } from './chart-data.ts';
import { ChartTable } from './chart-table.tsx';
import classes from './chart.module.css';
import { Legend } from './legend.tsx';
import { Plot } from './plot.tsx';
import { usePlotCursor } from './use-plot-cursor.ts';

/** What a chart shows, and what can be done there. */
export interface TimeChartProps {
  title: string;
  /** Of one length, in the order of time, without gaps. */
  buckets: readonly Bucket[];
  series: readonly Series[];
  /** Stacked bars of amounts, or lines of measures, which have no sum. */
  look?: 'bars' | 'lines';
  format?: (value: number) => string;
  marks?: readonly Mark[];
  /** Milliseconds from which on things are counted, where that is later than the first bucket. */
  countedSince?: number | null;
  /** Asks for a closer look at a piece of time; in milliseconds. */
  onZoom?: (since: number, until: number) => void;
  /** The rows that a bucket counts. */
  rowsOf?: (bucket: Bucket) => LinkProps;
  /** What stands there when there is nothing: why, and what would make something. */
  empty: ReactNode;
  actions?: ReactNode;
}

/**
 * A course of time as a chart, and the same numbers as a table. Points at pieces of time by mouse, finger and keys; a
 * click leads to the rows, dragging zooms.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, buckets, series, format = formatNumber, rowsOf, countedSince, actions, empty } = props;
  // Drawn again when the reader wants times otherwise.
  useTimeFormat();
  const [look, setLook] = useState('chart');
  return (
    <Section
      flush
      title={title}
      actions={
        <>
          {actions}
          <SegmentedControl
            aria-label={`Show “${title}” as`}
            value={look}
            onChange={setLook}
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {countedSince != null && (
        <p className={classes.partial}>
          Counted since {absoluteTime(new Date(countedSince))}: what was before is not in it.
        </p>
      )}
      {look === 'table' && <ChartTable {...{ label: title, buckets, series, format, rowsOf }} />}
      {look === 'chart' && isEmpty(buckets) && <div className={classes.empty}>{empty}</div>}
      {look === 'chart' && !isEmpty(buckets) && <Chart {...props} />}
    </Section>
  );
}

function Chart(props: TimeChartProps) {
  const { title, buckets, series, look = 'bars', format = formatNumber, marks = [], onZoom, rowsOf } = props;
  const cursor = useChartCursor(props);
  const amountOf = (index: number, of: readonly Bucket[]) =>
    look === 'bars' ? format(totalOf(of, index)) : highestWords(of, index, format);
  const looked = lookedAt(buckets, cursor);
  const label = [
    title,
    rowsOf && 'Enter opens the rows',
    onZoom && 'Shift with an arrow marks a piece to zoom into',
  ];
  const shown = marks.filter(({ at }) => at >= (buckets[0]?.since ?? 0) && at < (buckets.at(-1)?.until ?? 0));
  return (
    <div className={classes.chart}>
      <Legend
        series={series}
        look={look}
        amounts={series.map((_, index) => amountOf(index, looked))}
        time={timeOf(looked)}
      />
      <Plot
        label={label.filter(Boolean).join('. ')}
        {...{ buckets, series, look, format, cursor }}
        words={(bucket) => series.map((one, index) => `${amountOf(index, [bucket])} ${one.label}`).join(', ')}
        marks={shown}
      />
      <MarkList marks={shown} />
    </div>
  );
}

function useChartCursor({ buckets, rowsOf, onZoom }: TimeChartProps) {
  const navigate = useNavigate();
  return usePlotCursor({
    count: buckets.length,
    onOpen: (index) => {
      const bucket = buckets[index];
      if (bucket && rowsOf) void navigate(rowsOf(bucket));
    },
    onZoom:
      onZoom &&
      (({ first, last }) => {
        const [from, to] = [buckets[first], buckets[last]];
        if (from && to) onZoom(from.since, to.until);
      }),
  });
}

/** The buckets that the legend speaks of: what is marked or pointed at, and all of them without either. */
const lookedAt = (
  buckets: readonly Bucket[],
  { at, selection }: ReturnType<typeof usePlotCursor>,
): readonly Bucket[] => {
  if (selection) return buckets.slice(selection.first, selection.last + 1);
  return at === null ? buckets : buckets.slice(at, at + 1);
};

const timeOf = (looked: readonly Bucket[]): string => {
  const [first, last] = [looked[0], looked.at(-1)];
  if (!first || !last) return '';
  return `${bucketLabel({ since: first.since, until: last.until })} ${zoneName(last.until)}`;
};

const highestWords = (of: readonly Bucket[], index: number, format: (value: number) => string): string => {
  const known = of.flatMap(({ values }) => values[index] ?? []);
  if (known.length === 0) return '—';
  return known.length === 1 ? format(known[0] ?? 0) : `up to ${format(Math.max(...known))}`;
};

/** What the marks on the axis stand for. */
function MarkList({ marks }: { marks: readonly Mark[] }) {
  if (marks.length === 0) return null;
  return (
    <ul className={classes.marks} aria-label="Marks on the axis">
      {marks.map(({ at, label, link }) => (
        <li key={`${at} ${label}`}>
          <Text component="span" size="xs">
            ▾ {link ? <TextLink {...link}>{label}</TextLink> : label}, {absoluteTime(new Date(at))}
          </Text>
        </li>
      ))}
    </ul>
  );
}
