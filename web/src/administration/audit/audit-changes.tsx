import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { loadedList } from '../../lib/query/loaded-list.ts';
import classes from './audit-changes.module.css';
import { fieldChanges, type FieldChange } from '../../nouns/audit/field-changes.ts';

const columns: Column<FieldChange>[] = [
  { id: 'field', header: 'Field', cell: ({ field }) => field },
  {
    id: 'before',
    header: 'Before',
    cell: ({ before }) => <Value text={before} className={classes.before} />,
  },
  { id: 'after', header: 'After', cell: ({ after }) => <Value text={after} className={classes.after} /> },
];

/** What was changed: each field before and after. Secrets never appear here. */
export function AuditChanges({ changes }: { changes: Record<string, unknown> }) {
  return (
    <DataTable
      isBare
      label="Changes"
      query={loadedList(fieldChanges(changes))}
      columns={columns}
      rowKey={({ field }) => field}
      empty={<EmptyState title="No field was changed" text="The act itself is what the entry records." />}
    />
  );
}

function Value({ text, className }: { text: string | null; className: string | undefined }) {
  if (text === null) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>—</span>;
  return <span className={`${classes.value} ${className}`}>{text}</span>;
}
