import { ContractStatus, type ContractVersionView } from '@parley/shared/contracts/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { originOf } from '../../nouns/contract-upload/contract-origin.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { NoVersions } from './no-versions.tsx';

const route = getRouteApi('/_console/apis/$slug/');

interface Row extends ContractVersionView {
  /** Who called it within 30 days; `undefined` until it is known. */
  adoption: { consumers: number; calls: number; lastSeenAt: string | null } | undefined;
}

const nobody = { consumers: 0, calls: 0, lastSeenAt: null };

const columns: Column<Row>[] = [
  {
    id: 'version',
    header: 'Version',
    cell: (row) => <TwoLines title={row.version} id={`upload ${row.number}${originOf(row)}`} />,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'lint', header: 'Lint', cell: ({ lintScore }) => lintScore, align: 'right', wide: true },
  {
    id: 'operations',
    header: 'Operations',
    cell: ({ operationCount }) => formatNumber(operationCount),
    align: 'right',
    wide: true,
  },
  {
    id: 'consumers',
    header: 'Consumers',
    cell: ({ adoption }) => formatNumber(adoption?.consumers ?? 0),
    align: 'right',
  },
  {
    id: 'calls',
    header: 'Calls in 30 days',
    cell: ({ adoption }) => formatNumber(adoption?.calls ?? 0),
    align: 'right',
    wide: true,
  },
  {
    id: 'seen',
    header: 'Last call',
    cell: ({ adoption }) => <Time at={adoption?.lastSeenAt ?? null} absent="Never" />,
    align: 'right',
    wide: true,
  },
  {
    id: 'uploaded',
    header: 'Uploaded',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    wide: true,
  },
];

const statusOptions = ContractStatus.options.map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

/** The uploads of an API, newest first, and who calls each. */
export function ApiVersions() {
  const { slug } = route.useParams();
  const { status, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const versions = useQuery(
    api.contract.list.queryOptions({ slug, status, cursor }, { placeholderData: keepPreviousData }),
  );
  const adoption = useQuery(api.contractImpact.adoption.queryOptions({ slug }));
  const callers = new Map(adoption.data?.versions.map((one) => [one.id, one]));
  const items = versions.data?.items.map((version) => ({
    ...version,
    adoption: adoption.data && (callers.get(version.id) ?? nobody),
  }));
  const filter = (next: ContractStatus | undefined) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, status: next }), replace: true });
  return (
    <>
      <FilterBar isFiltered={Boolean(status)} onClear={() => filter(undefined)}>
        <SelectFilter label="Status" value={status} options={statusOptions} onChange={filter} />
      </FilterBar>
      <DataTable
        label="Contract versions"
        query={{
          ...versions,
          data: versions.data && items && { items, nextCursor: versions.data.nextCursor },
        }}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/apis/$slug/versions/$id', params: { slug, id } })}
        empty={
          status ? (
            <EmptyState title="No version is in this status" text="Change or clear the filter above." />
          ) : (
            <NoVersions slug={slug} />
          )
        }
      />
    </>
  );
}
