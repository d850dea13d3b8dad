import type { EndpointFigures } from '@parley/shared/webhooks/figures';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useEndpointFigures } from './use-endpoint-figures.ts';

type Cause = EndpointFigures['causes'][number];

const columns: Column<Cause>[] = [
  { id: 'error', header: 'Why', cell: ({ error }) => error },
  { id: 'count', header: 'Deliveries', cell: ({ count }) => formatNumber(count), align: 'right' },
  { id: 'latest', header: 'The latest', cell: ({ latestAt }) => <Time at={latestAt} />, align: 'right' },
];

/** Why deliveries to an endpoint stand as failed or given up, those that failed alike together. */
export function EndpointCauses({ endpointId }: { endpointId: string }) {
  const { figures } = useEndpointFigures(endpointId);
  return (
    <Section flush title="Why some failed">
      <DataTable
        isBare
        label="Why some failed"
        query={figures.data ? loadedList(figures.data.causes) : { ...figures, data: undefined }}
        columns={columns}
        rowKey={({ latestDeliveryId }) => latestDeliveryId}
        rowLink={({ latestDeliveryId }) => ({ to: '/deliveries/$id', params: { id: latestDeliveryId } })}
        empty={
          <EmptyState title="None did" text="Nothing of this time is failed or given up as it stands now." />
        }
      />
    </Section>
  );
}
