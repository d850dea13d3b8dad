import { Text } from '@mantine/core';
import type { ApiKeyActivity } from '@parley/shared/access/api-key';
import { hourMs } from '@parley/shared/words/time';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';

type Operation = ApiKeyActivity['operations'][number];

const columns: Column<Operation>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  {
    id: 'errors',
    header: 'Refused or failed',
    cell: ({ errors }) => <Errors amount={errors} />,
    align: 'right',
  },
  {
    id: 'hour',
    header: 'Latest hour',
    cell: ({ lastHour }) => <Hour start={lastHour} />,
    align: 'right',
    wide: true,
  },
];

/** What a key did in the last 7 days, kept fresh while it is on screen. */
export function ApiKeyUse({ id }: { id: string }) {
  const activity = useQuery(api.apiKey.activity.queryOptions({ id }, { refetchInterval: 10_000 }));
  const operations = {
    ...activity,
    data: activity.data && { items: activity.data.operations, nextCursor: null },
  };
  return (
    <Section
      flush
      title="What it did in the last 7 days"
      actions={activity.data && <LastDay activity={activity.data} />}
    >
      <DataTable
        isBare
        label="Operations of the last 7 days"
        query={operations}
        columns={columns}
        rowKey={({ operation }) => operation}
        empty={<EmptyState title="No calls in the last 7 days" text="Calls show here within seconds." />}
      />
    </Section>
  );
}

function LastDay({ activity }: { activity: ApiKeyActivity }) {
  return <Text c="dimmed">{count(activity.callsLastDay, 'call')} in 24 h</Text>;
}

function Errors({ amount }: { amount: number }) {
  if (amount === 0) return '0';
  return (
    <Text component="span" fw={600} c="var(--parley-warn)">
      {formatNumber(amount)}
    </Text>
  );
}

/** Calls are counted by the hour, so the latest one is not known better than that. */
function Hour({ start }: { start: string }) {
  const isCurrent = useNow().getTime() - new Date(start).getTime() < hourMs;
  return isCurrent ? 'this hour' : <Time at={start} />;
}
