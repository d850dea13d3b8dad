import type { BulkChangeView } from '@parley/shared/webhooks/bulk-change';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import type { Column } from '../../ui/list/column.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ListTable } from '../../ui/list/list-table.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { bulkTitle } from './bulk-title.ts';

const route = getRouteApi('/_console/bulk-changes');

const columns: Column<BulkChangeView>[] = [
  { id: 'bulk', header: 'Bulk change', cell: (bulk) => <TwoLines title={bulkTitle(bulk)} id={bulk.id} /> },
  { id: 'of', header: 'Of', cell: ({ plannedCount }) => count(plannedCount, 'endpoint'), wide: true },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'changed',
    header: 'Changed',
    cell: ({ changedCount }) => formatNumber(changedCount),
    align: 'right',
    wide: true,
  },
  { id: 'by', header: 'Planned by', cell: ({ actorName }) => actorName, wide: true },
  {
    id: 'created',
    header: 'Planned',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    wide: true,
  },
];

const noun = ['bulk change', 'bulk changes'] as const;
const rowKey = ({ id }: BulkChangeView) => id;
const rowLink = ({ id }: BulkChangeView): LinkProps => ({ to: '/bulk-changes/$id', params: { id } });
const pollMs = 5000;

export function BulkChangeList() {
  const { cursor, order } = route.useSearch();
  const environment = useEnvironment();
  const changes = useQuery(
    api.bulkChange.list.queryOptions(
      { environment, cursor, order },
      { placeholderData: keepPreviousData, refetchInterval: pollMs },
    ),
  );
  return (
    <>
      <PageHeader
        title="Bulk changes"
        description="Jobs that disable or enable many endpoints: planned first, started by a yes, found again here."
      />
      <SavedViews list="bulk-changes" />
      <ListTable
        label="Bulk changes"
        query={changes}
        {...{ noun, columns, rowKey, rowLink }}
        empty={
          <EmptyState
            title="No bulk change yet"
            text="Choose rows in the list of endpoints, or all that its filters find, and disable or enable them together."
          />
        }
      />
    </>
  );
}
