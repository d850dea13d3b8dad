import { useQuery } from '@tanstack/react-query';
import type { ClientActivity } from '@parley/shared/access/client';
import { api } from '../../api.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';

type Calls = ClientActivity['operations'][number];

const columns: Column<Calls>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  { id: 'errors', header: 'Errors', cell: ({ errors }) => formatNumber(errors), align: 'right' },
  {
    id: 'last',
    header: 'Latest hour',
    cell: ({ lastHour }) => <Time at={lastHour} />,
    align: 'right',
    wide: true,
  },
];

const rowKey = ({ operation }: Calls) => operation;

/** What the tokens of a client called in the last week. */
export function ClientCalls({ id }: { id: string }) {
  const activity = useQuery(
    api.client.activity.queryOptions(
      { id },
      { select: ({ operations }) => ({ items: operations, nextCursor: null, previousCursor: null }) },
    ),
  );
  return (
    <Section title="Called in 7 days" flush>
      <DataTable
        label="Operations that this client called"
        query={activity}
        columns={columns}
        rowKey={rowKey}
        isBare
        empty={
          <EmptyState
            title="No calls in 7 days"
            text="Calls with its tokens show here within seconds, by operation."
          />
        }
      />
    </Section>
  );
}
