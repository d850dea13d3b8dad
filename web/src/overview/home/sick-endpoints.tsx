import type { HomeView } from '@parley/shared/overview/home';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type SickEndpoint = HomeView['sickEndpoints'][number];

const columns: Column<SickEndpoint>[] = [
  { id: 'url', header: 'Endpoint', cell: ({ url }) => url },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName, wide: true },
  {
    id: 'health',
    header: 'Health',
    cell: ({ health }) => <StatusBadge status={health} />,
  },
  {
    id: 'attempts',
    header: 'Failed lately',
    cell: ({ recentAttempts: { delivered, failed } }) =>
      `${formatNumber(failed)} of ${count(delivered + failed, 'attempt')}`,
    align: 'right',
    wide: true,
  },
  {
    id: 'failure',
    header: 'Last failure',
    cell: ({ lastFailureAt }) => <Time at={lastFailureAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

/** Endpoints of which some attempts fail, or that do not receive at all, worst first. */
export function SickEndpoints({ endpoints }: { endpoints: SickEndpoint[] }) {
  return (
    <Section
      flush
      title="Endpoints that need a look"
      actions={<TextLink to="/endpoints">All endpoints</TextLink>}
    >
      <DataTable
        isBare
        label="Endpoints that need a look"
        query={loadedList(endpoints)}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/endpoints/$id', params: { id } })}
        empty={
          <EmptyState title="All endpoints receive" text="No attempt failed lately, and none is disabled." />
        }
      />
    </Section>
  );
}
