import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';

type Row = ImpactView['consumers'][number];

const columns: Column<Row>[] = [
  {
    id: 'consumer',
    header: 'Consumer',
    cell: ({ name, consumerId }) => <TwoLines title={name} id={consumerId} />,
  },
  {
    id: 'breaking',
    header: 'Breaking',
    cell: ({ breaking }) => formatNumber(breaking),
    align: 'right',
  },
  { id: 'risky', header: 'Risky', cell: ({ risky }) => formatNumber(risky), align: 'right' },
];

/** Everybody whom breaking or risky changes affect, the most first. */
export function AffectedConsumers({ impact: { consumers, changes } }: { impact: ImpactView }) {
  return (
    <Section flush title={`Affected consumers (${consumers.length})`}>
      <DataTable
        isBare
        label="Affected consumers"
        query={loadedList(consumers)}
        columns={columns}
        rowKey={({ consumerId }) => consumerId}
        rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
        empty={
          <EmptyState
            title="Nobody"
            text={
              changes.length === 0
                ? 'Nothing changed that a caller could notice.'
                : 'No consumer was seen to use what breaks or may break, in this window.'
            }
          />
        }
      />
    </Section>
  );
}
