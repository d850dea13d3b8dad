import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { Text } from '@mantine/core';
import { formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type Version = NonNullable<ConsumerFigures['versions']>[number];
type Operation = ConsumerFigures['operations'][number];

const columnsOf = <Row extends { calls: number; errors: number; lastAt: string }>(): Column<Row>[] => [
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  { id: 'errors', header: 'Errors', cell: ({ errors }) => formatNumber(errors), align: 'right' },
  { id: 'last', header: 'Last call', cell: ({ lastAt }) => <Time at={lastAt} />, align: 'right', wide: true },
];

const known = ['draft', 'reviewed', 'published', 'deprecated', 'sunset', 'retired'] as const;

const versionColumns: Column<Version>[] = [
  { id: 'version', header: 'API and version', cell: (one) => <VersionName of={one} /> },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => {
      const word = known.find((one) => one === status);
      return word ? <StatusBadge status={word} /> : '—';
    },
  },
  {
    id: 'operations',
    header: 'Operations',
    cell: ({ operationCount }) => formatNumber(operationCount),
    align: 'right',
    wide: true,
  },
  ...columnsOf<Version>(),
];

const operationColumns: Column<Operation>[] = [
  { id: 'operation', header: 'Operation', cell: ({ operation }) => <code>{operation}</code> },
  {
    id: 'api',
    header: 'API',
    cell: ({ api }) => (
      <TextLink to="/apis/$slug" params={{ slug: api }}>
        {api}
      </TextLink>
    ),
    wide: true,
  },
  ...columnsOf<Operation>(),
];

function VersionName({ of: { api, versionId, version } }: { of: Version }) {
  if (!versionId) return `${api}, before a version was known`;
  return (
    <TextLink to="/apis/$slug/versions/$id" params={{ slug: api, id: versionId }}>
      {api} {version}
    </TextLink>
  );
}

/** Which contract versions a consumer calls, and which of their operations. */
export function CalledVersions({ figures }: { figures: ConsumerFigures }) {
  const { versions, operations, calls } = figures;
  // Without a call the chart above says so.
  if (operations.length === 0) return calls > 0 && <NoContract />;
  return (
    <>
      {versions && (
        <Section flush title="Versions that it calls">
          <DataTable
            isBare
            label="Contract versions that it calls"
            query={loadedList(versions)}
            columns={versionColumns}
            rowKey={({ api, versionId }) => `${api} ${versionId}`}
            empty={null}
          />
        </Section>
      )}
      <CalledOperations figures={figures} />
    </>
  );
}

function NoContract() {
  return (
    <Section flush title="Versions that it calls">
      <EmptyState
        title="No calls over REST"
        text="It calls over tRPC, which has no contract: such calls are counted above, and named at its API keys."
      />
    </Section>
  );
}

function CalledOperations({ figures: { operations, operationCount } }: { figures: ConsumerFigures }) {
  const { shown, hiddenCount, grow } = useGrowing(operations, 10);
  const isCut = hiddenCount === 0 && operationCount > operations.length;
  return (
    <Section flush title="Operations that it calls">
      <DataTable
        isBare
        label="Operations that it calls"
        query={loadedList([...shown])}
        columns={operationColumns}
        rowKey={({ api, operation }) => `${api} ${operation}`}
        empty={null}
      />
      {(hiddenCount > 0 || isCut) && (
        <div style={{ padding: '0 14px 14px' }}>
          <GrowButton hiddenCount={hiddenCount} grow={grow} />
          {isCut && (
            <Text c="dimmed" mt="sm">
              The {operations.length} that it calls most, of {formatNumber(operationCount)}.
            </Text>
          )}
        </div>
      )}
    </Section>
  );
}
