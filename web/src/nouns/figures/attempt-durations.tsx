import type { AttemptFigures } from '@parley/shared/webhooks/figures';
import { hourMs } from '@parley/shared/words/time';
import type { ChartSpan } from '../../lib/time/chart-span.ts';
import type { Series } from '../../ui/chart/chart-data.ts';
import { TimeChart } from '../../ui/chart/time-chart.tsx';
import { bucketsFrom } from './figure-span.ts';
import { millisecondsWords } from './figure-words.ts';

const series: readonly Series[] = [
  { id: 'p95', label: 'p95', tone: 'busy' },
  { id: 'p50', label: 'median', tone: 'good' },
];

/** How long attempts took, in the median and for the slowest twentieth. Counted by the hour, so not in a range of an hour. */
export function AttemptDurations({
  attempts,
  span,
  existsSince,
  onZoom,
}: {
  attempts: AttemptFigures;
  span: ChartSpan;
  /** When what was attempted came to be, ISO 8601: nothing is missing of the time before. */
  existsSince: string;
  onZoom: (since: number, until: number) => void;
}) {
  if (span.bucketMs < hourMs) return null;
  const since = attempts.countedSince === null ? null : Date.parse(attempts.countedSince);
  const isPartial = since !== null && Date.parse(existsSince) < since;
  return (
    <TimeChart
      title="How long attempts took"
      look="lines"
      series={series}
      buckets={bucketsFrom(attempts.pieces, span, ({ p95Ms, p50Ms }) => [p95Ms, p50Ms])}
      format={millisecondsWords}
      countedSince={isPartial ? since : null}
      onZoom={onZoom}
      empty="No attempt in this time."
    />
  );
}
