import type { RequirementView } from '@parley/shared/access/requirement';
import { RequirementStatus } from '@parley/shared/access/status';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { useConsumerName } from '../../nouns/consumer/use-consumer-name.ts';
import { requirementBadges } from '../../nouns/requirement/requirement-words.ts';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const route = getRouteApi('/_console/requirements');

const statusOptions = RequirementStatus.options.map((value) => {
  const words = requirementBadges[value].words ?? value;
  return { value, label: words.charAt(0).toUpperCase() + words.slice(1) };
});

const columns: Column<RequirementView>[] = [
  { id: 'purpose', header: 'Purpose', cell: ({ purpose }) => <Purpose purpose={purpose} /> },
  {
    id: 'status',
    header: 'State',
    cell: ({ status }) => <StatusBadge {...requirementBadges[status]} />,
  },
  {
    id: 'consumer',
    header: 'Consumer',
    cell: ({ consumerId }) => <ConsumerName id={consumerId} />,
    wide: true,
  },
  {
    id: 'submitted',
    header: 'Submitted',
    cell: ({ submittedAt }) => <Time at={submittedAt} absent="Not yet" />,
    align: 'right',
    wide: true,
  },
  {
    id: 'updated',
    header: 'Changed',
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
    align: 'right',
    wide: true,
  },
];

const rowLink = ({ consumerId, id }: RequirementView): LinkProps => ({
  to: '/requirements/$consumerId/$id',
  params: { consumerId, id },
});

/** What consumers declared, the latest first: what waits for an answer, and what was answered. */
export function RequirementList() {
  const { status, consumerId, cursor, order } = route.useSearch();
  const navigate = route.useNavigate();
  const requirements = useQuery(
    api.requirement.listAll.queryOptions(
      { status, consumerId, cursor, order },
      { placeholderData: keepPreviousData },
    ),
  );
  const isFiltered = Boolean(status ?? consumerId);
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
  return (
    <>
      <PageHeader
        title="Requirements"
        description="What consumers asked for before they were let in, and what was answered."
      />
      <FilterBar isFiltered={isFiltered} onClear={() => filter({ status: undefined, consumerId: undefined })}>
        <SelectFilter
          label="State"
          value={status}
          options={statusOptions}
          onChange={(next) => filter({ status: next })}
        />
        <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
      </FilterBar>
      <DataTable
        label="Requirements"
        query={requirements}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={rowLink}
        empty={
          isFiltered ? (
            <EmptyState title="No requirement matches" text="Change or clear the filters above." />
          ) : (
            <EmptyState
              title="Nobody asked for anything yet"
              text="Open a consumer and make a link: with it an integrator writes, without an account, what it needs. What is submitted waits here for your answer."
              actions={<TextLink to="/consumers">All consumers</TextLink>}
            />
          )
        }
      />
    </>
  );
}

function Purpose({ purpose }: Pick<RequirementView, 'purpose'>) {
  const max = 90;
  if (purpose === '') return <>Not written yet</>;
  return <>{purpose.length > max ? `${purpose.slice(0, max).trimEnd()}…` : purpose}</>;
}

function ConsumerName({ id }: { id: string }) {
  return <>{useConsumerName(id) ?? id}</>;
}
