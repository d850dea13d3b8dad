import type { AuditEntryView } from '@parley/shared/administration/audit';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useLiveList } from '../../lib/query/live-list.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { kindOfTarget } from '../../nouns/object/object-kinds.ts';
import { ObjectNames, type ObjectRef } from '../../nouns/object/object-names.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import type { Column } from '../../ui/list/column.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { ListTable } from '../../ui/list/list-table.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditSubject } from './audit-subject.tsx';
import { ChainState } from './chain-state.tsx';
import { fieldWords } from '../../nouns/audit/field-words.ts';
import { ActorCell, TargetCell } from './entry-cells.tsx';

const route = getRouteApi('/_console/audit');

const columns: Column<AuditEntryView>[] = [
  { id: 'action', header: 'What', cell: ({ action }) => auditActionWords(action) },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <ActorCell actor={actor} /> },
  { id: 'target', header: 'Of what', cell: (entry) => <TargetCell entry={entry} />, wide: true },
  {
    id: 'fields',
    header: 'Fields',
    cell: ({ changes }) => Object.keys(changes).map(fieldWords).join(', ') || '—',
    wide: true,
  },
  { id: 'peer', header: 'From', cell: ({ peer }) => peer ?? '—', wide: true, isExtra: true },
  { id: 'request', header: 'Request', cell: ({ requestId }) => requestId ?? '—', wide: true, isExtra: true },
  {
    id: 'environment',
    header: 'Environment',
    cell: ({ environment }) => environment ?? 'both',
    wide: true,
    isExtra: true,
  },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right', sort: 'created' },
];

const noun = ['entry', 'entries'] as const;
const rowKey = ({ id }: AuditEntryView) => id;
const rowName = ({ action }: AuditEntryView) => auditActionWords(action);
const rowLink = ({ id }: AuditEntryView): LinkProps => ({ to: '/audit/$id', params: { id } });

/** What the entries are about, to ask for the names of all at once. */
const targetsOf = (entries: readonly AuditEntryView[]): ObjectRef[] =>
  entries.flatMap(({ action, targetId }) => {
    const kind = kindOfTarget(action);
    return kind && targetId ? [{ kind, id: targetId }] : [];
  });

export function AuditList() {
  const { action, actorKind, actorId, targetId, consumerId, requestId, cursor, order, ...shape } =
    route.useSearch();
  const { range, since, until } = shape;
  const mayVerify = useMay('staff:read');
  const span = useSpan({ range, since, until });
  const filters = { action, actorKind, actorId, targetId, consumerId, requestId };
  const entries = useLiveList(api.audit.list.queryOptions({ ...filters, ...span, cursor, order }), {
    // With the oldest first, what comes is not on top.
    isFirstPage: !cursor && order !== 'asc',
  });
  const isFiltered = Object.values({ ...filters, range, since, until }).some((value) => value !== undefined);
  const rows = entries.data?.items ?? [];

  return (
    <>
      <PageHeader
        title="Audit"
        description="Every change, who made it and when. Entries are chained by hash, so that none can be altered or removed unseen."
      />
      {mayVerify && <ChainState />}
      <SavedViews list="audit" />
      <AuditFilters isFiltered={isFiltered} aside={<LiveSwitch {...entries} />} />
      <NewRowsBanner count={entries.newCount} onShow={entries.showNew} />
      <ObjectNames objects={targetsOf(rows)}>
        <AuditSubject newest={rows[0]} />
        <ListTable
          noun={noun}
          label="Audit entries"
          query={entries}
          columns={columns}
          rowKey={rowKey}
          rowName={rowName}
          rowLink={rowLink}
          tools={<ExportMenu list="audit-entries" filters={{ ...filters, ...span, order }} />}
          empty={isFiltered ? <NoMatch /> : <NoEntries />}
        />
      </ObjectNames>
    </>
  );
}

function NoMatch() {
  return <EmptyState title="No entry matches" text="Change or clear the filters above." />;
}

function NoEntries() {
  return (
    <EmptyState
      title="Nothing was changed yet"
      text="Every change shows here: of consumers, keys, endpoints, event types and staff, in the console, by the API and on the command line."
    />
  );
}
