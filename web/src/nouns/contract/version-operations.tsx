import { Text } from '@mantine/core';
import type { VersionFigures } from '@parley/shared/contracts/version-figures';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';

type Operation = VersionFigures['operations'][number];

const columns: Column<Operation>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  {
    id: 'day',
    header: 'Last called',
    cell: ({ lastDay }) => <Day of={lastDay} />,
    align: 'right',
  },
];

/** Calls of operations are counted by the day in UTC. */
function Day({ of }: { of: string | null }) {
  const today = useNow().toISOString().slice(0, 10);
  if (of === null) return 'Never';
  return of.slice(0, 10) === today ? 'today' : <Time at={of} />;
}

/** The operations of a version, first those that nobody called as long as counts are kept: what could go. */
export function VersionOperations({ figures }: { figures: VersionFigures }) {
  const { operations, operationCount, operationsCalled } = figures;
  const sorted = operations.toSorted((a, b) => (a.lastDay ?? '').localeCompare(b.lastDay ?? ''));
  const { shown, hiddenCount, grow } = useGrowing(sorted, 10);
  const never = operationCount - operationsCalled;
  return (
    <Section
      flush
      title="Operations"
      actions={<Text c="dimmed">{count(never, 'operation')} never called</Text>}
    >
      <DataTable
        isBare
        label="Operations and when they were called last"
        query={loadedList([...shown])}
        columns={columns}
        rowKey={({ operation }) => operation}
        empty={<Text p="md">This contract has no operations.</Text>}
      />
      {hiddenCount > 0 && (
        <div style={{ padding: '0 14px 14px' }}>
          <GrowButton hiddenCount={hiddenCount} grow={grow} />
        </div>
      )}
      {operationCount > operations.length && (
        <Text c="dimmed" p="sm">
          The first {formatNumber(operations.length)} of {formatNumber(operationCount)}.
        </Text>
      )}
    </Section>
  );
}
