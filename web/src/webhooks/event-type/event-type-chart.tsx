import { usePublicationMarks } from '../../nouns/contract/use-publication-marks.ts';
import type { EventTypeAnswer } from '../../nouns/event-type/event-type-answer.ts';
import { AttemptDurations } from '../../nouns/figures/attempt-durations.tsx';
import { bucketsFrom } from '../../nouns/figures/figure-span.ts';
import type { Series } from '../../ui/chart/chart-data.ts';
import { ChartSkeleton } from '../../ui/chart/chart-skeleton.tsx';
import { RangeControl } from '../../ui/chart/range-control.tsx';
import { TimeChart } from '../../ui/chart/time-chart.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useEventTypeFigures } from './use-event-type-figures.ts';

const published: readonly Series[] = [{ id: 'published', label: 'published', tone: 'busy' }];
const attempts: readonly Series[] = [
  { id: 'delivered', label: 'delivered', tone: 'good' },
  { id: 'failed', label: 'failed', tone: 'bad' },
];

/** How much of an event type was published over the time that the page shows, and how its attempts went. */
export function EventTypeChart({ eventType: { name, createdAt } }: { eventType: EventTypeAnswer }) {
  const { figures, environment, chosen, span, setSpan, zoom } = useEventTypeFigures(name);
  const marks = usePublicationMarks();
  const { data, error } = figures;
  const between = ({ since, until }: { since: number; until: number }) => ({
    env: environment,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
  });
  return (
    <>
      <RangeControl span={chosen} onChange={setSpan} />
      {!data && error && (
        <Section title="Published">
          <ErrorState error={error} onRetry={figures.refetch} />
        </Section>
      )}
      {!data && !error && <ChartSkeleton title="Published" />}
      {data && (
        <>
          <TimeChart
            title="Published"
            series={published}
            buckets={bucketsFrom(data.published, span, ({ count }) => [count])}
            marks={marks}
            countedSince={data.countedSince === null ? null : Date.parse(data.countedSince)}
            onZoom={zoom}
            rowsOf={(bucket) => ({ to: '/events', search: { ...between(bucket), type: name } })}
            empty={`Nothing of this type was published in ${environment} in this time.`}
          />
          <TimeChart
            title="Attempts"
            series={attempts}
            buckets={bucketsFrom(data.attempts.pieces, span, (piece) => [piece.delivered, piece.failed])}
            onZoom={zoom}
            rowsOf={(bucket) => ({ to: '/deliveries', search: { ...between(bucket), eventType: name } })}
            empty="No attempt in this time."
          />
          <AttemptDurations attempts={data.attempts} span={span} existsSince={createdAt} onZoom={zoom} />
        </>
      )}
    </>
  );
}
