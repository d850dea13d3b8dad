import { hourMs } from '@parley/shared/words/time';
import type { HomeView } from '@parley/shared/overview/home';
import { useNavigate } from '@tanstack/react-router';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Series } from '../../ui/chart/chart-data.ts';
import { TimeChart } from '../../ui/chart/time-chart.tsx';

const series: readonly Series[] = [
  { id: 'delivered', label: 'delivered', tone: 'good' },
  { id: 'failed', label: 'failed', tone: 'bad' },
];

/** Attempts of the last day hour by hour. A closer look at a piece of it is the list of its deliveries. */
export function HourChart({ hours }: { hours: HomeView['hours'] }) {
  const navigate = useNavigate();
  const environment = useEnvironment();
  const rowsBetween = (since: number, until: number) => ({
    to: '/deliveries' as const,
    search: { env: environment, since: new Date(since).toISOString(), until: new Date(until).toISOString() },
  });
  return (
    <TimeChart
      title="Attempts, hour by hour"
      series={series}
      buckets={hours.map(({ hour, delivered, failed }) => {
        const since = Date.parse(hour);
        return { since, until: since + hourMs, values: [delivered, failed] };
      })}
      rowsOf={({ since, until }) => rowsBetween(since, until)}
      onZoom={(since, until) => void navigate(rowsBetween(since, until))}
      empty="No attempt in the last 24 hours."
    />
  );
}
