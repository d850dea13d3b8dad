import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { count } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type Notice = NonNullable<ConsumerFigures['notices']>[number];

const ways: Record<string, string> = {
  event: 'By event',
  mail: 'By mail',
  none: 'No way to tell it: tell it yourself',
};

const columns: Column<Notice>[] = [
  {
    id: 'version',
    header: 'Changes of',
    cell: ({ api, versionId, version }) => (
      <TextLink to="/apis/$slug/versions/$id/impact" params={{ slug: api, id: versionId }}>
        {api} {version}
      </TextLink>
    ),
  },
  {
    id: 'changes',
    header: 'That affect it',
    cell: ({ changeCount }) => count(changeCount, 'change'),
    wide: true,
  },
  { id: 'way', header: 'Told', cell: ({ channel }) => ways[channel] ?? channel },
  { id: 'still', header: 'Still calls it', cell: ({ stillCalls }) => (stillCalls ? 'Yes' : 'No') },
  { id: 'at', header: 'When', cell: ({ toldAt }) => <Time at={toldAt} />, align: 'right', wide: true },
];

/** What a consumer was told of changes, the latest first. */
export function ConsumerNotices({ notices }: { notices: readonly Notice[] }) {
  return (
    <DataTable
      isBare
      label="Notices to this consumer"
      query={loadedList([...notices])}
      columns={columns}
      rowKey={({ versionId, channel, toldAt }) => `${versionId} ${channel} ${toldAt}`}
      empty={
        <EmptyState
          title="It was told of nothing"
          text="When a version is published that changes what it uses, Parley tells it, and says so here."
        />
      }
    />
  );
}
