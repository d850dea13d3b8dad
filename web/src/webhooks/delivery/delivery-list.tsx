import type { DeliveryView } from '@parley/shared/webhooks/delivery';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { lastAnswer } from '../../nouns/delivery/last-answer.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { DeliveryFilters } from './delivery-filters.tsx';
import { NoDeliveries } from './no-deliveries.tsx';
import { RecoverLink } from '../../nouns/recovery/recover-link.tsx';

const route = getRouteApi('/_console/deliveries');

const columns: Column<DeliveryView>[] = [
  { id: 'delivery', header: 'Delivery', cell: ({ eventType, id }) => <TwoLines title={eventType} id={id} /> },
  { id: 'endpoint', header: 'Endpoint', cell: ({ endpointUrl }) => endpointUrl, wide: true },
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
  {
    id: 'created',
    header: 'Published',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    wide: true,
  },
];

const noun = ['delivery', 'deliveries'] as const;
const rowKey = ({ id }: DeliveryView) => id;
const rowLink = ({ id }: DeliveryView): LinkProps => ({ to: '/deliveries/$id', params: { id } });

export function DeliveryList() {
  const { range, since, until, cursor, order, ...filters } = route.useSearch();
  const { status, eventType, endpointId, consumerId, eventId } = filters;
  const environment = useEnvironment();
  const mayWrite = useMay('deliveries:write');
  const span = useSpan({ range, since, until });
  const [isLive] = useIsLive();
  // With the oldest first, what comes is not on top.
  const isFirstPage = !cursor && order !== 'asc';
  const isWatched = useWatch('delivery', api.delivery.list.pathFilter(), { isOn: isLive && isFirstPage });
  const deliveries = useLiveList(
    api.delivery.list.queryOptions({
      status,
      eventType,
      endpointId,
      consumerId,
      eventId,
      ...span,
      environment,
      cursor,
      order,
    }),
    { isFirstPage, isWatched },
  );
  const isFiltered = Boolean(
    status ?? eventType ?? endpointId ?? consumerId ?? eventId ?? range ?? since ?? until,
  );

  return (
    <>
      <PageHeader
        title="Deliveries"
        description={`Each event on its way to each ${environment} endpoint that wanted it.`}
        actions={mayWrite && <RecoverShown />}
      />
      <DeliveryFilters isFiltered={isFiltered} aside={<LiveSwitch {...deliveries} />} />
      <NewRowsBanner count={deliveries.newCount} onShow={deliveries.showNew} />
      <ListTable
        noun={noun}
        label="Deliveries"
        query={deliveries}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={
          isFiltered ? (
            <EmptyState title="No delivery matches" text="Change or clear the filters above." />
          ) : (
            <NoDeliveries />
          )
        }
      />
    </>
  );
}

/** Recovers what the list shows: the same receivers, the same type, the same time. */
function RecoverShown() {
  const { endpointId, consumerId, eventType, range, since, until } = route.useSearch();
  return <RecoverLink search={{ endpointId, consumerId, eventType, range, since, until }} />;
}
