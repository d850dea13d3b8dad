import type { IssueView } from '@parley/shared/monitoring/issue';
import { causeWords } from '@parley/shared/monitoring/issue-words';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { EndpointUrl } from '../../nouns/endpoint/endpoint-url.tsx';
import { IssueStatus } from '../../nouns/issue/issue-status.tsx';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { IssueFilters } from './issue-filters.tsx';
import { NoIssues } from './no-issues.tsx';

const route = getRouteApi('/_console/issues');

const columns: Column<IssueView>[] = [
  {
    id: 'issue',
    header: 'Issue',
    cell: ({ cause, httpStatus, subject }) => (
      <TwoLines title={causeWords(cause, httpStatus)} id={<EndpointUrl url={subject.name} />} />
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <IssueStatus status={status} /> },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName, wide: true },
  {
    id: 'count',
    header: 'Failures',
    cell: ({ count, countSince, status }) => formatNumber(status === 'resolved' ? count : countSince),
    align: 'right',
    wide: true,
  },
  { id: 'since', header: 'Since', cell: ({ since }) => <Time at={since} />, align: 'right', wide: true },
  {
    id: 'last',
    header: 'Last failure',
    cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
    align: 'right',
    wide: true,
  },
];

/** What fails and what failed, by cause and endpoint. */
export function IssueList() {
  const { status, cause, consumerId, endpointId, cursor } = route.useSearch();
  const environment = useEnvironment();
  const [isLive] = useIsLive();
  const isWatched = useWatch('issue', api.issue.list.pathFilter(), { isOn: isLive && !cursor });
  const issues = useLiveList(
    api.issue.list.queryOptions({ status, cause, consumerId, endpointId, environment, cursor }),
    { isFirstPage: !cursor, isWatched },
  );
  const isFiltered = Boolean(status ?? cause ?? consumerId ?? endpointId);
  return (
    <>
      <PageHeader
        title="Issues"
        description="What fails: one issue for each endpoint and cause, however many deliveries it is. It ends by itself when deliveries arrive again."
      />
      <IssueFilters isFiltered={isFiltered} aside={<LiveSwitch {...issues} />} />
      <NewRowsBanner count={issues.newCount} onShow={issues.showNew} />
      <DataTable
        label={`Issues in ${environment}`}
        query={issues}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/issues/$id', params: { id } })}
        empty={
          isFiltered ? (
            <EmptyState title="No issue matches" text="Change or clear the filters above." />
          ) : (
            <NoIssues />
          )
        }
      />
    </>
  );
}
