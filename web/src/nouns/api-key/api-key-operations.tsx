import type { ApiKeyFigures } from '@parley/shared/access/api-key-figures';
import { hourMs } from '@parley/shared/words/time';
import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type Operation = ApiKeyFigures['operations'][number];

const columns: Column<Operation>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  { id: 'errors', header: 'Errors', cell: ({ errors }) => <Errors amount={errors} />, align: 'right' },
  {
    id: 'others',
    header: 'Also called by',
    cell: ({ alsoCalledBy }) => <Others keys={alsoCalledBy} />,
    wide: true,
  },
  {
    id: 'hour',
    header: 'Latest hour',
    cell: ({ lastHour }) => <Hour start={lastHour} />,
    align: 'right',
    wide: true,
  },
];

/** What a key called within 30 days, and which other keys of its consumer call the same. */
export function ApiKeyOperations({ figures }: { figures: ApiKeyFigures }) {
  const { operations, operationCount } = figures;
  return (
    <Section flush title="What it called in 30 days">
      <DataTable
        isBare
        label="Operations of 30 days"
        query={loadedList(operations)}
        columns={columns}
        rowKey={({ operation }) => operation}
        empty={<EmptyState title="No calls in 30 days" text="Calls show here within seconds." />}
      />
      {operationCount > operations.length && (
        <Text c="dimmed" p="sm">
          The {operations.length} that it calls most, of {formatNumber(operationCount)}.
        </Text>
      )}
    </Section>
  );
}

function Errors({ amount }: { amount: number }) {
  if (amount === 0) return '0';
  return (
    <Text component="span" fw={600} c="var(--parley-warn)">
      {formatNumber(amount)}
    </Text>
  );
}

const othersShown = 2;

function Others({ keys }: { keys: Operation['alsoCalledBy'] }) {
  if (keys.length === 0) return 'No other key';
  return (
    <>
      {keys.slice(0, othersShown).map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <TextLink to="/api-keys/$id" params={{ id }}>
            {name}
          </TextLink>
        </Fragment>
      ))}
      {keys.length > othersShown && ` and ${keys.length - othersShown} more`}
    </>
  );
}

/** Calls are counted by the hour, so the latest one is not known better than that. */
function Hour({ start }: { start: string }) {
  const isCurrent = useNow().getTime() - new Date(start).getTime() < hourMs;
  return isCurrent ? 'this hour' : <Time at={start} />;
}
