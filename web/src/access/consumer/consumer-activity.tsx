import type { ActivityKind, ConsumerActivityView } from '@parley/shared/overview/consumer-activity';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useLiveList } from '../../lib/query/live-list.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { SpanFilter } from '../../ui/filter/span-filter.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const route = getRouteApi('/_console/consumers/$id');

const kinds: { value: ActivityKind; label: string }[] = [
  { value: 'change', label: 'Changes' },
  { value: 'failed_delivery', label: 'Failed deliveries' },
  { value: 'notice', label: 'Notices' },
];

const columns: Column<ConsumerActivityView>[] = [
  {
    id: 'what',
    header: 'What happened',
    cell: ({ kind, text }) => (kind === 'change' ? auditActionWords(text) : text),
  },
  { id: 'state', header: 'State', cell: (one) => <State of={one} />, wide: true },
  { id: 'who', header: 'Who or where', cell: (one) => <Where of={one} />, wide: true },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right' },
];

/** What happened to a consumer in one environment: changes, failed deliveries and notices, in one order. */
export function ConsumerActivity({ id }: { id: string }) {
  const { what, cursor, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const { since, until } = useSpan(search);
  const entries = useLiveList(
    api.consumerActivity.list.queryOptions({
      consumerId: id,
      environment,
      kind: what,
      since,
      until,
      limit: 25,
      cursor,
    }),
    { isFirstPage: !cursor },
  );
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
  const isFiltered = Boolean(what ?? search.range ?? search.since ?? search.until);
  return (
    <>
      <FilterBar
        isFiltered={isFiltered}
        onClear={() => filter({ what: undefined, range: undefined, since: undefined, until: undefined })}
        aside={<LiveSwitch isLive={entries.isLive} setLive={entries.setLive} />}
      >
        <SelectFilter label="What" value={what} options={kinds} onChange={(next) => filter({ what: next })} />
        <SpanFilter span={search} onChange={filter} />
      </FilterBar>
      <NewRowsBanner count={entries.newCount} onShow={entries.showNew} />
      <DataTable
        label={`What happened in ${environment}`}
        query={entries}
        columns={columns}
        rowKey={(one) => one.id}
        rowLink={linkOf}
        empty={isFiltered ? <NoMatch /> : <Nothing />}
      />
    </>
  );
}

function linkOf({ id, kind, targetId, api: slug }: ConsumerActivityView): LinkProps {
  if (kind === 'failed_delivery') return { to: '/deliveries/$id', params: { id } };
  if (kind === 'notice' && targetId && slug)
    return { to: '/apis/$slug/versions/$id/impact', params: { slug, id: targetId } };
  return { to: '/audit/$id', params: { id } };
}

function State({ of: { kind, isOver } }: { of: ConsumerActivityView }) {
  if (kind !== 'failed_delivery') return kind === 'notice' ? 'Notice' : 'Change';
  return <StatusBadge status={isOver ? 'exhausted' : 'failed'} />;
}

function Where({ of: { endpointId, actorId, actorName } }: { of: ConsumerActivityView }) {
  if (endpointId)
    return (
      <TextLink to="/endpoints/$id" params={{ id: endpointId }}>
        Its endpoint
      </TextLink>
    );
  if (actorId?.startsWith('key_'))
    return (
      <TextLink to="/api-keys/$id" params={{ id: actorId }}>
        {actorName}
      </TextLink>
    );
  if (actorId?.startsWith('cli_'))
    return (
      <TextLink to="/clients/$id" params={{ id: actorId }}>
        {actorName}
      </TextLink>
    );
  return actorName ?? '—';
}

function NoMatch() {
  return <EmptyState title="Nothing matches" text="Change or clear the filters above." />;
}

function Nothing() {
  return (
    <EmptyState
      title="Nothing happened yet"
      text="Changes of this consumer, its keys and endpoints, deliveries that failed, and what it was told stand here in one order."
    />
  );
}
