import type { DeliveryView } from '@parley/shared/webhooks/delivery';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { lastAnswer } from '../../nouns/delivery/last-answer.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Cut } from '../../ui/text/cut.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { ResendChosen } from './resend-chosen.tsx';
import { DeliveryLook } from './delivery-look.tsx';
import { DeliveryFilters } from './delivery-filters.tsx';
import { NoDeliveries } from './no-deliveries.tsx';
import { RecoverLink } from '../../nouns/recovery/recover-link.tsx';

const route = getRouteApi('/_console/deliveries');

const columns: Column<DeliveryView>[] = [
  { id: 'delivery', header: 'Delivery', cell: ({ eventType, id }) => <TwoLines title={eventType} id={id} /> },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => <Cut text={consumerName} />, wide: true },
  {
    id: 'endpoint',
    header: 'Endpoint',
    cell: ({ endpointUrl }) => <Cut text={endpointUrl} widest="url" />,
    wide: true,
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
  {
    id: 'created',
    header: 'Published',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    wide: true,
  },
  {
    id: 'completed',
    header: 'Ended',
    cell: ({ completedAt }) => <Time at={completedAt} />,
    align: 'right',
    isExtra: true,
    wide: true,
  },
  {
    id: 'event',
    header: 'Event id',
    cell: ({ eventId }) => <code>{eventId}</code>,
    isExtra: true,
    wide: true,
  },
];

const noun = ['delivery', 'deliveries'] as const;
const rowKey = ({ id }: DeliveryView) => id;
const rowLink = ({ id }: DeliveryView): LinkProps => ({ to: '/deliveries/$id', params: { id } });

const copies = ({ id, eventId, endpointUrl }: DeliveryView) => [
  { what: 'delivery id', value: id },
  { what: 'event id', value: eventId },
  { what: 'endpoint URL', value: endpointUrl },
];
const look = (id: string) => <DeliveryLook id={id} />;

/** What the address filters by, as the server takes it. */
function useFilters() {
  const { status, eventType, endpointId, consumerId, eventId, range, since, until } = route.useSearch();
  const span = useSpan({ range, since, until });
  const environment = useEnvironment();
  const filters = { status, eventType, endpointId, consumerId, eventId, ...span };
  const isFiltered = Object.values({ ...filters, range }).some((value) => value !== undefined);
  return { filters: { ...filters, environment }, isFiltered };
}

export function DeliveryList() {
  const { cursor, order } = route.useSearch();
  const { filters, isFiltered } = useFilters();
  const mayWrite = useMay('deliveries:write');
  const [isLive] = useIsLive();
  // With the oldest first, what comes is not on top.
  const isFirstPage = !cursor && order !== 'asc';
  const isWatched = useWatch('delivery', api.delivery.list.pathFilter(), { isOn: isLive && isFirstPage });
  const deliveries = useLiveList(api.delivery.list.queryOptions({ ...filters, cursor, order }), {
    isFirstPage,
    isWatched,
  });
  const total = useQuery(api.delivery.count.queryOptions(filters, countOptions));

  return (
    <>
      <PageHeader
        title="Deliveries"
        description={`Each event on its way to each ${filters.environment} endpoint that wanted it.`}
        actions={mayWrite && <RecoverShown />}
      />
      <SavedViews list="deliveries" />
      <DeliveryFilters isFiltered={isFiltered} aside={<LiveSwitch {...deliveries} />} />
      <NewRowsBanner count={deliveries.newCount} onShow={deliveries.showNew} />
      <ListTable
        label="Deliveries"
        query={deliveries}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        renderBulk={mayWrite ? (chosen) => <ResendChosen chosen={chosen} filters={filters} /> : undefined}
        tools={<ExportMenu list="deliveries" filters={{ ...filters, order }} />}
        empty={isFiltered ? <NoMatch one="delivery" words={filters.eventId} /> : <NoDeliveries />}
      />
    </>
  );
}

/** Recovers what the list shows: the same receivers, the same type, the same time. */
function RecoverShown() {
  const { endpointId, consumerId, eventType, range, since, until } = route.useSearch();
  return <RecoverLink search={{ endpointId, consumerId, eventType, range, since, until }} />;
}
