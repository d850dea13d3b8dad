import type { NoticesView } from '@parley/shared/contracts/contract-impact';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { useContractVersions } from '../../nouns/contract/use-contract-versions.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';

const route = getRouteApi('/_console/apis/$slug/notices');

type NoticeView = NoticesView['items'][number];

const rowsStep = 100;
const channels: Record<NoticeView['channel'], string> = {
  event: 'Event contract.changed',
  mail: 'Mail',
  none: 'Tell it yourself: no endpoint asks',
};

const columns: Column<NoticeView>[] = [
  {
    id: 'consumer',
    header: 'Consumer',
    cell: ({ name, consumerId }) => <TwoLines title={name} id={consumerId} />,
  },
  { id: 'version', header: 'Of version', cell: ({ versionId }) => <Version id={versionId} />, wide: true },
  { id: 'channel', header: 'By', cell: ({ channel }) => channels[channel], wide: true },
  {
    id: 'changes',
    header: 'Changes',
    cell: ({ changeCount }) => formatNumber(changeCount),
    align: 'right',
    wide: true,
  },
  {
    id: 'told',
    header: 'Told',
    cell: ({ channel, toldAt }) => <Time at={channel === 'none' ? null : toldAt} absent="Not told" />,
  },
  {
    id: 'calls',
    header: 'Since then',
    cell: ({ stillCalls }) => (stillCalls ? 'Still calls' : 'No call seen'),
  },
];

/** Who was told of which changes, and whether they have called what changed since. */
export function NoticeList() {
  const { slug } = route.useParams();
  const notices = useQuery(api.contractImpact.notices.queryOptions({ slug }));
  const { shown, ...rest } = useGrowing(notices.data?.items ?? [], rowsStep, slug);
  return (
    <>
      <DataTable
        label="Notices"
        query={{ ...notices, data: notices.data && { items: [...shown], nextCursor: null } }}
        columns={columns}
        rowKey={({ consumerId, versionId, channel }) => `${consumerId} ${versionId} ${channel}`}
        rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
        empty={
          <EmptyState
            title="Nobody was told of anything yet"
            text={
              <>
                Publishing a version tells the consumers that its breaking and risky changes affect: by the
                event <code>contract.changed</code> at those of their endpoints that ask for it.
              </>
            }
          />
        }
      />
      <GrowButton {...rest} />
    </>
  );
}

function Version({ id }: { id: string }) {
  const { slug } = route.useParams();
  const version = useContractVersions(slug)?.find((one) => one.id === id);
  return (
    <TextLink to="/apis/$slug/versions/$id" params={{ slug, id }}>
      {version ? `${version.version} (upload ${version.number})` : 'See the version'}
    </TextLink>
  );
}
