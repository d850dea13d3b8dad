import { Text } from '@mantine/core';
import type { PlanDifference } from '@parley/shared/access/plan-proposal';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';

const parts: Record<PlanDifference['part'], string> = {
  environment: 'Environment',
  scopes: 'Scope',
  limits: 'Limit',
  networks: 'Network',
  event_types: 'Event types',
  time_zone: 'Time zone',
  when_store_is_away: 'While calls cannot be counted',
};

const verb = ({ before, after }: PlanDifference): string => {
  if (before === null) return '+ comes';
  return after === null ? '− goes' : '± changes';
};

const columns: Column<PlanDifference>[] = [
  { id: 'what', header: 'What', cell: (one) => `${parts[one.part]} ${verb(one)}` },
  { id: 'where', header: 'Where', cell: ({ environment }) => environment ?? 'both' },
  { id: 'before', header: 'Before', cell: ({ before }) => before ?? '—' },
  { id: 'after', header: 'After', cell: ({ after }) => after ?? '—' },
];

/** What a plan changes of the one that there is. */
export function PlanDifferences({ differences }: { differences: readonly PlanDifference[] }) {
  if (differences.length === 0) return <Text c="dimmed">It changes nothing of the plan that there is.</Text>;
  return (
    <DataTable
      isBare
      label="What changes of the plan"
      query={loadedList([...differences])}
      columns={columns}
      rowKey={(one) => `${one.environment} ${one.part} ${one.before} ${one.after}`}
      empty={null}
    />
  );
}
