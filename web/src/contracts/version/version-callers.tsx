import { Text } from '@mantine/core';
import type { ContractVersionView } from '@parley/shared/contracts/contract';
import type { VersionFigures } from '@parley/shared/contracts/version-figures';
import { formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { Sparkline } from '../../ui/chart/sparkline.tsx';
import { CopyTextButton } from '../../ui/code/copy-text-button.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { MailLink } from '../../ui/text/mail-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type Caller = VersionFigures['consumers'][number];

const columns: Column<Caller>[] = [
  { id: 'name', header: 'Consumer', cell: ({ name }) => name },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  {
    id: 'course',
    header: 'In 30 days',
    cell: ({ perDay }) => (perDay ? <Sparkline values={perDay} /> : '—'),
    wide: true,
  },
  { id: 'last', header: 'Last call', cell: ({ lastAt }) => <Time at={lastAt} />, align: 'right' },
  {
    id: 'contact',
    header: 'Contact',
    cell: ({ contactEmail }) => (contactEmail ? <MailLink address={contactEmail} /> : 'Nobody is named'),
    wide: true,
  },
  {
    id: 'told',
    header: 'Told of changes',
    cell: ({ toldAt }) => <Time at={toldAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

/** Who still calls a version, and who must move, with addresses to write to. */
export function VersionCallers({
  version,
  figures,
}: {
  version: ContractVersionView;
  figures: VersionFigures;
}) {
  const { consumers, hasMoreConsumers } = figures;
  const { status } = version;
  const { shown, hiddenCount, grow } = useGrowing(consumers, 10);
  const mustMove = status === 'deprecated' || status === 'sunset' || status === 'retired';
  return (
    <Section
      flush
      title={mustMove ? 'Who must move' : 'Who calls it'}
      actions={<Addresses consumers={consumers} />}
    >
      <DataTable
        isBare
        label={mustMove ? 'Consumers that must move' : 'Consumers that call it'}
        query={loadedList([...shown])}
        columns={columns}
        rowKey={({ consumerId }) => consumerId}
        rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
        empty={<Nobody mustMove={mustMove} />}
      />
      {hiddenCount > 0 && (
        <div style={{ padding: '0 14px 14px' }}>
          <GrowButton hiddenCount={hiddenCount} grow={grow} />
        </div>
      )}
      {hasMoreConsumers && hiddenCount === 0 && (
        <Text c="dimmed" p="sm">
          The {formatNumber(consumers.length)} that call it most; there are more.
        </Text>
      )}
    </Section>
  );
}

function Addresses({ consumers }: { consumers: readonly Caller[] }) {
  const addresses = new Set(consumers.flatMap(({ contactEmail }) => contactEmail ?? []));
  if (addresses.size === 0) return null;
  return <CopyTextButton value={[...addresses].join(', ')} label="Copy addresses" />;
}

function Nobody({ mustMove }: { mustMove: boolean }) {
  if (mustMove)
    return (
      <EmptyState
        title="Nobody calls it any more"
        text="No call of it was counted within 30 days: it can be retired."
      />
    );
  return (
    <EmptyState
      title="Nobody within 30 days"
      text="Who calls it stands here, with how often and when last."
    />
  );
}
