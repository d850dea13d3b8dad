import type { DeliveryView } from '@parley/shared/webhooks/delivery';
import { useQuery } from '@tanstack/react-query';
import { useWatch, watchedPollMs } from '../watch/use-watch.ts';
import { api } from '../../api.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const columns: Column<DeliveryView>[] = [
  { id: 'type', header: 'Event type', cell: ({ eventType }) => eventType },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'answer',
    header: 'Answer',
    cell: (row) => row.lastResponseStatus ?? row.lastError ?? '—',
    wide: true,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    cell: ({ attemptCount }) => attemptCount,
    align: 'right',
    wide: true,
  },
  { id: 'created', header: 'Published', cell: ({ createdAt }) => <Time at={createdAt} />, align: 'right' },
];

const pollMs = 5000;

/** The latest deliveries to an endpoint, 5 of them unless more `rows` are wanted. */
export function EndpointDeliveries({ endpointId, rows = 5 }: { endpointId: string; rows?: number }) {
  const wanted = { endpointId, limit: rows };
  const isWatched = useWatch('delivery', api.delivery.list.queryFilter(wanted), { everyMs: pollMs });
  const deliveries = useQuery(
    api.delivery.list.queryOptions(wanted, { refetchInterval: isWatched ? watchedPollMs : pollMs }),
  );
  return (
    <Section
      flush
      title="Latest deliveries"
      actions={
        <TextLink to="/deliveries" search={{ endpointId }}>
          All deliveries
        </TextLink>
      }
    >
      <DataTable
        isBare
        label="Latest deliveries"
        query={deliveries}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/deliveries/$id', params: { id } })}
        empty={
          <EmptyState
            title="No deliveries yet"
            text="An event of a type that this endpoint wants makes one; so does a test event."
          />
        }
      />
    </Section>
  );
}
