import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { usePublicationMarks } from '../../nouns/contract/use-publication-marks.ts';
import { deliverySeries } from '../../nouns/delivery/delivery-series.ts';
import { AttemptDurations } from '../../nouns/figures/attempt-durations.tsx';
import { bucketsFrom } from '../../nouns/figures/figure-span.ts';
import { RangeControl } from '../../ui/chart/range-control.tsx';
import { TimeChart } from '../../ui/chart/time-chart.tsx';
import { ChartSkeleton } from '../../ui/chart/chart-skeleton.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useEndpointFigures } from './use-endpoint-figures.ts';

/** What went to an endpoint over the time that the page shows, and how long attempts took. */
export function EndpointChart({ endpoint: { id, environment, createdAt } }: { endpoint: EndpointView }) {
  const { figures, chosen, span, setSpan, zoom } = useEndpointFigures(id);
  const marks = usePublicationMarks();
  const { data, error } = figures;
  return (
    <>
      <RangeControl span={chosen} onChange={setSpan} />
      {!data && error && (
        <Section title="Deliveries">
          <ErrorState error={error} onRetry={figures.refetch} />
        </Section>
      )}
      {!data && !error && <ChartSkeleton title="Deliveries" />}
      {data && (
        <>
          <TimeChart
            title="Deliveries"
            series={deliverySeries}
            buckets={bucketsFrom(data.deliveries, span, (piece) =>
              deliverySeries.map((one) => piece[one.id]),
            )}
            marks={marks}
            countedSince={data.countedSince === null ? null : Date.parse(data.countedSince)}
            onZoom={zoom}
            rowsOf={({ since, until }) => ({
              to: '/deliveries',
              search: {
                env: environment,
                endpointId: id,
                since: new Date(since).toISOString(),
                until: new Date(until).toISOString(),
              },
            })}
            empty="Nothing was sent to it in this time."
          />
          <AttemptDurations attempts={data.attempts} span={span} existsSince={createdAt} onZoom={zoom} />
        </>
      )}
    </>
  );
}
