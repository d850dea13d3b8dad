import type { CallsOfDay } from '@parley/shared/words/calls';
import { dayMs } from '@parley/shared/words/time';
import type { ReactNode } from 'react';
import { TimeChart } from '../../ui/chart/time-chart.tsx';

const series = [
  { id: 'answered', label: 'answered', tone: 'good' },
  { id: 'errors', label: 'refused or failed', tone: 'bad' },
] as const;

/** Calls day by day as a strip of bars, and as a table. The last day is not over. */
export function CallsByDay({
  title,
  days,
  countedSince,
  empty,
}: {
  title: string;
  days: readonly CallsOfDay[];
  /** ISO time of the first call that is counted. */
  countedSince: string | null;
  empty: ReactNode;
}) {
  const buckets = days.map(({ from, calls, errors }, index) => {
    const since = Date.parse(from);
    const next = days[index + 1];
    return { since, until: next ? Date.parse(next.from) : since + dayMs, values: [calls - errors, errors] };
  });
  const first = countedSince === null ? null : Date.parse(countedSince);
  const isPartial = first !== null && first > (buckets[0]?.since ?? 0);
  return (
    <TimeChart
      title={title}
      buckets={buckets}
      series={series}
      countedSince={isPartial ? first : null}
      empty={empty}
    />
  );
}
