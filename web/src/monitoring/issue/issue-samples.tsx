import type { IssueSample } from '@parley/shared/monitoring/issue';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';

const columns: Column<IssueSample>[] = [
  { id: 'delivery', header: 'Delivery', cell: ({ deliveryId }) => <code>{deliveryId}</code> },
  { id: 'error', header: 'How it failed', cell: ({ error }) => error ?? '—', wide: true },
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} />, align: 'right' },
];

/** Some of the latest failures, each with its delivery. */
export function IssueSamples({ sample }: { sample: readonly IssueSample[] }) {
  const mayRead = useMay('deliveries:read');
  const known = sample.filter(({ deliveryId }) => deliveryId !== '');
  return (
    <Section flush title="The latest of them">
      <DataTable
        isBare
        label="The latest failures"
        query={loadedList(known)}
        columns={columns}
        rowKey={({ deliveryId, at }) => `${deliveryId} ${at}`}
        {...(mayRead && {
          rowLink: ({ deliveryId }: IssueSample) => ({ to: '/deliveries/$id', params: { id: deliveryId } }),
        })}
        empty={
          <EmptyState
            title="None is kept"
            text="They were removed with their events, or failed before issues were counted."
          />
        }
      />
    </Section>
  );
}
