import { Skeleton } from '@mantine/core';
import type { ContractVersionView } from '@parley/shared/contracts/contract';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { useVersionImpact } from './use-version-impact.ts';

type Affected = ImpactView['consumers'][number];

const wayOf = ({ channels }: Affected): string => {
  if (channels.length === 0) return 'By you: there is no way';
  return channels.map((channel) => (channel === 'event' ? 'by event' : 'by mail')).join(' and ');
};

const columns: Column<Affected>[] = [
  { id: 'name', header: 'Consumer', cell: ({ name }) => name },
  { id: 'breaking', header: 'Breaking', cell: ({ breaking }) => formatNumber(breaking), align: 'right' },
  {
    id: 'risky',
    header: 'Risky',
    cell: ({ risky }) => formatNumber(risky),
    align: 'right',
    wide: true,
  },
  { id: 'told', header: 'How it will be told', cell: wayOf },
];

/** Whom publishing a version reaches and how each would be told, those first who must be told by hand. */
export function MustBeTold({ version }: { version: ContractVersionView }) {
  const { data: impact, error, refetch } = useVersionImpact(version);
  const affected = (impact?.consumers ?? []).filter(({ breaking, risky }) => breaking + risky > 0);
  const byHand = affected.filter(({ channels }) => channels.length === 0);
  const sorted = affected.toSorted(
    (a, b) => a.channels.length - b.channels.length || b.breaking - a.breaking,
  );
  const { shown, hiddenCount, grow } = useGrowing(sorted, 10);
  return (
    <Section
      flush
      title="What breaks, and who must be told"
      actions={
        <TextLink to="/apis/$slug/versions/$id/impact" params={{ slug: version.api, id: version.id }}>
          {impact ? `${count(impact.changes.length, 'change')} and whom each affects` : 'Impact'}
        </TextLink>
      }
    >
      {error && !impact && <ErrorState error={error} onRetry={refetch} />}
      {!impact && !error && <Skeleton h={100} />}
      {impact && (
        <>
          <DataTable
            isBare
            label={`Consumers that it affects; ${byHand.length} to be told by hand`}
            query={loadedList([...shown])}
            columns={columns}
            rowKey={({ consumerId }) => consumerId}
            rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
            empty={
              <EmptyState
                title="It breaks nobody"
                text="No consumer called, sent or declared within 30 days what a breaking or risky change of it touches."
              />
            }
          />
          {hiddenCount > 0 && (
            <div style={{ padding: '0 14px 14px' }}>
              <GrowButton hiddenCount={hiddenCount} grow={grow} />
            </div>
          )}
        </>
      )}
    </Section>
  );
}
