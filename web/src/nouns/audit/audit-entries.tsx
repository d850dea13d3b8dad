import { Group, Text } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ActorLink } from './actor-link.tsx';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { ChangesInBrief } from './changes-in-brief.tsx';

const shown = 25;

const what: Column<AuditEntryView> = {
  id: 'action',
  header: 'What',
  cell: ({ action }) => auditActionWords(action),
};
const who: Column<AuditEntryView> = {
  id: 'actor',
  header: 'Who',
  cell: ({ actor }) => <ActorLink actor={actor} />,
};
const whom: Column<AuditEntryView> = {
  id: 'target',
  header: 'Of what',
  cell: ({ targetId }) =>
    targetId ? (
      <TextLink to="/inspect/$id" params={{ id: targetId }}>
        <code>{targetId}</code>
      </TextLink>
    ) : (
      '—'
    ),
  wide: true,
};
const rest: Column<AuditEntryView>[] = [
  {
    id: 'changes',
    header: 'Before and after',
    cell: ({ changes }) => <ChangesInBrief changes={changes} />,
    wide: true,
  },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right' },
];
const ofObject = [what, who, ...rest];
const ofActor = [what, whom, ...rest];

/**
 * A part of the audit trail on the page of an object, the newest first, page by page in the address: what was done to
 * it by its id as `targetId`, or what it did by its id as `actorId`.
 */
export function AuditEntries({
  of,
  label,
  text,
  empty,
}: {
  of: { targetId: string } | { actorId: string };
  label: string;
  text: string;
  empty: ReactNode;
}) {
  const mayRead = useMay('audit:read');
  const cursor = useCursor();
  const entries = useQuery(
    api.audit.list.queryOptions(
      { ...of, limit: shown, cursor },
      { enabled: mayRead, placeholderData: keepPreviousData },
    ),
  );
  if (!mayRead)
    return (
      <EmptyState
        title="The audit trail is not for you to read"
        text={
          <>
            It needs <code>audit:read</code>. An owner or admin can give you a role that has it.
          </>
        }
      />
    );
  return (
    <>
      <Group justify="space-between" gap="xs" mb="sm">
        <Text c="dimmed">{text}</Text>
        <TextLink to="/audit" search={of}>
          In Audit, with filters
        </TextLink>
      </Group>
      <DataTable
        label={label}
        query={entries}
        columns={'targetId' in of ? ofObject : ofActor}
        rowKey={(entry) => entry.id}
        rowLink={(entry) => ({ to: '/audit/$id', params: { id: entry.id } })}
        empty={empty}
      />
    </>
  );
}

/** The page of the list that the address names, whatever page this is shown on. */
function useCursor(): string | undefined {
  return useSearch({
    strict: false,
    select: (search) => ('cursor' in search && typeof search.cursor === 'string' ? search.cursor : undefined),
  });
}
