import { Group, Text } from '@mantine/core';
import { DeliveryStatus, type DeliveryView } from '@parley/shared/webhooks/delivery';
import type { EventDetail } from '@parley/shared/webhooks/event';
import { lastAnswer } from './last-answer.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';

const columns: Column<DeliveryView>[] = [
  {
    id: 'delivery',
    header: 'Delivery to',
    cell: ({ endpointUrl, id }) => <TwoLines title={endpointUrl} id={id} />,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'attempts',
    header: 'Attempts',
    cell: ({ attemptCount }) => attemptCount,
    align: 'right',
    wide: true,
  },
  { id: 'answer', header: 'Last answer', cell: lastAnswer, wide: true },
  {
    id: 'next',
    header: 'Next attempt',
    cell: ({ nextAttemptAt }) => <Time at={nextAttemptAt} />,
    align: 'right',
    wide: true,
  },
];

/** What did not arrive can be sent again from here: the dialog stands on the page of the delivery. */
const replayColumn: Column<DeliveryView> = {
  id: 'replay',
  header: 'Act',
  align: 'right',
  cell: ({ id, status }) =>
    status === 'delivered' || status === 'cancelled' ? null : (
      <TextLink to="/deliveries/$id" params={{ id }} search={{ dialog: 'replay' }}>
        Replay…
      </TextLink>
    ),
};

/** Where an event went and what became of it. */
export function EventDeliveries({ event }: { event: EventDetail }) {
  const counts = DeliveryStatus.options.flatMap((status) => {
    const count = event.deliveryCounts[status] ?? 0;
    return count > 0 ? [{ status, count }] : [];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const mayReplay = useMay('deliveries:write');
  return (
    <Section
      flush
      title="Deliveries"
      actions={
        total > 0 && (
          <TextLink to="/deliveries" search={{ eventId: event.uniqueId }}>
            {total > event.deliveries.length ? `All ${total} in the list` : 'Open in the list'}
          </TextLink>
        )
      }
    >
      {total > 0 && <Counts event={event} counts={counts} />}
      <DataTable
        isBare
        label="Deliveries"
        query={loadedList(event.deliveries)}
        columns={mayReplay ? [...columns, replayColumn] : columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/deliveries/$id', params: { id } })}
        empty={<NoDeliveries event={event} />}
      />
    </Section>
  );
}

function Counts({
  event,
  counts,
}: {
  event: EventDetail;
  counts: { status: DeliveryStatus; count: number }[];
}) {
  return (
    <Group gap="md" px={16} py={10}>
      {counts.map(({ status, count }) => (
        <Group key={status} gap={6}>
          <Text fw={600}>{count}</Text>
          <TextLink to="/deliveries" search={{ eventId: event.uniqueId, status }}>
            <StatusBadge status={status} />
          </TextLink>
        </Group>
      ))}
    </Group>
  );
}

function NoDeliveries({ event }: { event: EventDetail }) {
  return (
    <EmptyState
      title="No endpoint wanted this event"
      text={`When it was published, no ${event.environment} endpoint of its audience asked for ${event.type}. Why each did not is said below.`}
    />
  );
}
