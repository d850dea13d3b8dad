import { Text } from '@mantine/core';
import type { RequirementReview } from '@parley/shared/overview/requirement-review';
import { formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Time } from '../../ui/text/time.tsx';

type Operation = RequirementReview['operations'][number];

const wordsOf = ({ isDeclared, isKnown, calls }: Operation): string => {
  if (!isDeclared) return 'Called, not declared';
  if (isKnown === false) return 'Declared, in no contract';
  return calls === 0 ? 'Declared, not called' : 'Declared and called';
};

const columns: Column<Operation>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  { id: 'api', header: 'API', cell: ({ api }) => api, wide: true },
  { id: 'state', header: 'Declared and observed', cell: wordsOf },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  {
    id: 'last',
    header: 'Latest call',
    cell: ({ lastAt }) => <Time at={lastAt} absent="—" />,
    align: 'right',
    wide: true,
  },
];

/** What was declared beside what is called. */
export function ReviewedOperations({ operations }: Pick<RequirementReview, 'operations'>) {
  return (
    <DataTable
      isBare
      label="Operations, declared and called"
      query={loadedList(operations)}
      columns={columns}
      rowKey={({ api, operation }) => `${api} ${operation}`}
      empty={
        <Text c="dimmed" p="md">
          No operation is declared or called.
        </Text>
      }
    />
  );
}
