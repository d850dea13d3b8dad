import type { HomeView } from '@parley/shared/overview/home';
import { hourMs } from '@parley/shared/words/time';
import { useNavigate } from '@tanstack/react-router';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { deliverySeries } from '../../nouns/delivery/delivery-series.ts';
import type { Series } from '../../ui/chart/chart-data.ts';
import { TimeChart } from '../../ui/chart/time-chart.tsx';

const bucketOf = (start: string, values: readonly number[]) => {
  const since = Date.parse(start);
  return { since, until: since + hourMs, values };
};

/** The last day hour by hour: what became of the deliveries of each hour, and behind each bar those rows. */
export function HourChart({ overview: { deliveries, hours } }: { overview: HomeView }) {
  const navigate = useNavigate();
  const environment = useEnvironment();
  if (deliveries.countedSince !== null) return <AttemptChart hours={hours} />;
  const rowsBetween = (since: number, until: number) => ({
    to: '/deliveries' as const,
    search: { env: environment, since: new Date(since).toISOString(), until: new Date(until).toISOString() },
  });
  return (
    <TimeChart
      title="Deliveries, hour by hour"
      series={deliverySeries}
      buckets={deliveries.hours.map((hour) =>
        bucketOf(
          hour.since,
          deliverySeries.map(({ id }) => hour[id]),
        ),
      )}
      rowsOf={({ since, until }) => rowsBetween(since, until)}
      onZoom={(since, until) => void navigate(rowsBetween(since, until))}
      empty="Nothing was to be delivered in the last 24 hours."
    />
  );
}

const attemptSeries: readonly Series[] = [
  { id: 'delivered', label: 'delivered', tone: 'good' },
  { id: 'failed', label: 'failed', tone: 'bad' },
];

/** Where there are too many deliveries to count them by row: attempts by their counters, which lead to no rows. */
function AttemptChart({ hours }: { hours: HomeView['hours'] }) {
  return (
    <TimeChart
      title="Attempts, hour by hour"
      series={attemptSeries}
      buckets={hours.map(({ hour, delivered, failed }) => bucketOf(hour, [delivered, failed]))}
      empty="No attempt in the last 24 hours."
    />
  );
}
