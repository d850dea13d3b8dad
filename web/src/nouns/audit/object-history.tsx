import type { AuditEntryView } from '@parley/shared/administration/audit';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ActorName } from './actor-name.tsx';
import { auditActionWords } from '@parley/shared/administration/audit-action';

const shown = 50;

const columns: Column<AuditEntryView>[] = [
  { id: 'action', header: 'What', cell: ({ action }) => auditActionWords(action) },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <ActorName actor={actor} /> },
  {
    id: 'fields',
    header: 'Fields',
    cell: ({ changes }) => Object.keys(changes).join(', ') || '—',
    wide: true,
  },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right' },
];

/** What was changed of one object and by whom: its entries of the audit trail, the newest first. `noun` names it: “endpoint”. */
export function ObjectHistory({ id, noun }: { id: string; noun: string }) {
  const mayRead = useMay('audit:read');
  const entries = useQuery(api.audit.list.queryOptions({ targetId: id, limit: shown }, { enabled: mayRead }));
  if (!mayRead)
    return (
      <Section title="History">
        The audit trail is for those who hold <code>audit:read</code>.
      </Section>
    );
  return (
    <Section
      flush
      title="History"
      actions={
        <TextLink to="/audit" search={{ targetId: id }}>
          {entries.data?.nextCursor ? `Newest ${shown}; all of them in Audit` : 'In Audit'}
        </TextLink>
      }
    >
      <DataTable
        isBare
        label={`Changes of this ${noun}`}
        query={entries}
        columns={columns}
        rowKey={(entry) => entry.id}
        rowLink={(entry) => ({ to: '/audit/$id', params: { id: entry.id } })}
        empty={
          <EmptyState
            title="No change is on record"
            text={`Whoever changes this ${noun} stands here, with what they changed and when.`}
          />
        }
      />
    </Section>
  );
}
