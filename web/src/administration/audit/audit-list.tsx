import { Button } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useLiveList } from '../../lib/query/live-list.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ActorName } from '../../nouns/audit/actor-name.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { ChainVerdict } from './chain-verdict.tsx';

const route = getRouteApi('/_console/audit');

const columns: Column<AuditEntryView>[] = [
  { id: 'action', header: 'What', cell: ({ action }) => auditActionWords(action) },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <ActorName actor={actor} /> },
  { id: 'target', header: 'Target', cell: ({ targetId }) => <code>{targetId ?? '—'}</code>, wide: true },
  {
    id: 'fields',
    header: 'Fields',
    cell: ({ changes }) => Object.keys(changes).join(', ') || '—',
    wide: true,
  },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right' },
];

export function AuditList() {
  const { action, actorId, targetId, requestId, cursor } = route.useSearch();
  const mayVerify = useMay('staff:read');
  const entries = useLiveList(api.audit.list.queryOptions({ action, actorId, targetId, requestId, cursor }), {
    isFirstPage: !cursor,
  });
  // Asked for by the button alone: it walks the whole chain.
  const verdict = useQuery(api.audit.verify.queryOptions(undefined, { enabled: false, gcTime: 0 }));
  const isFiltered = Boolean(action ?? actorId ?? targetId ?? requestId);

  return (
    <>
      <PageHeader
        title="Audit"
        description="Every change, who made it and when. Entries are chained by hash, so that none can be altered or removed unseen."
        actions={
          mayVerify && (
            <Button
              type="button"
              variant="default"
              leftSection={<IconShieldCheck size={14} />}
              loading={verdict.isFetching}
              onClick={() => void verdict.refetch()}
            >
              Verify chain
            </Button>
          )
        }
      />
      <ChainVerdict verdict={verdict.data} error={verdict.error} at={verdict.dataUpdatedAt} />
      <AuditFilters aside={<LiveSwitch isLive={entries.isLive} setLive={entries.setLive} />} />
      <NewRowsBanner count={entries.newCount} onShow={entries.showNew} />
      <DataTable
        label="Audit entries"
        query={entries}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/audit/$id', params: { id } })}
        empty={isFiltered ? <NoMatch /> : <NoEntries />}
      />
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
