import { Button } from '@mantine/core';
import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import { IconRestore } from '@tabler/icons-react';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { NoRecoveries } from './no-recoveries.tsx';
import { PlanRecoveryDialog } from '../../nouns/recovery-plan/plan-recovery-dialog.tsx';
import { RecoveryFilters } from './recovery-filters.tsx';
import { recoveryTitle } from '../../nouns/recovery/recovery-scope-words.ts';

const route = getRouteApi('/_console/recoveries');

const columns: Column<RecoveryView>[] = [
  {
    id: 'recovery',
    header: 'Recovery',
    cell: ({ scope, id }) => <TwoLines title={recoveryTitle(scope)} id={id} />,
  },
  {
    id: 'endpoints',
    header: 'Of',
    cell: ({ endpointCount }) => count(endpointCount, 'endpoint'),
    wide: true,
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'sent',
    header: 'Sent',
    cell: ({ sentCount, plannedCount }) => `${formatNumber(sentCount)} of ${formatNumber(plannedCount)}`,
    align: 'right',
    wide: true,
  },
  {
    id: 'planned',
    header: 'Planned',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    wide: true,
  },
];

const noun = ['recovery', 'recoveries'] as const;
const copies = ({ id }: RecoveryView) => [{ what: 'recovery id', value: id }];
const rowKey = ({ id }: RecoveryView) => id;
const rowLink = ({ id }: RecoveryView): LinkProps => ({ to: '/recoveries/$id', params: { id } });

export function RecoveryList() {
  const { status, consumerId, cursor, order } = route.useSearch();
  const environment = useEnvironment();
  const mayWrite = useMay('deliveries:write');
  const [isLive] = useIsLive();
  // With the oldest first, what comes is not on top.
  const isFirstPage = !cursor && order !== 'asc';
  const isWatched = useWatch('recovery', api.recovery.list.pathFilter(), { isOn: isLive && isFirstPage });
  const recoveries = useLiveList(
    api.recovery.list.queryOptions({ status, consumerId, environment, cursor, order }),
    { isFirstPage, isWatched },
  );
  const total = useQuery(api.recovery.count.queryOptions({ status, consumerId, environment }, countOptions));
  const isFiltered = Boolean(status ?? consumerId);
  return (
    <>
      <PageHeader
        title="Recoveries"
        description="Jobs that send deliveries again: what failed, what was missed, or everything of a time."
        actions={mayWrite && <NewRecovery />}
      />
      <SavedViews list="recoveries" />
      <RecoveryFilters isFiltered={isFiltered} aside={<LiveSwitch {...recoveries} />} />
      <NewRowsBanner count={recoveries.newCount} onShow={recoveries.showNew} />
      <ListTable
        label="Recoveries"
        query={recoveries}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies }}
        tools={<ExportMenu list="recoveries" filters={{ status, consumerId, environment, order }} />}
        empty={isFiltered ? <NoMatch one="recovery" /> : <NoRecoveries />}
      />
    </>
  );
}

const nothingChosen = {
  dialog: undefined,
  endpointId: undefined,
  eventType: undefined,
  scope: undefined,
  range: undefined,
  since: undefined,
  until: undefined,
};

function NewRecovery() {
  const { dialog, ...start } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <Button
        type="button"
        leftSection={<IconRestore size={14} />}
        onClick={() =>
          void navigate({ search: (before) => ({ ...before, dialog: 'create' }), resetScroll: false })
        }
      >
        Recover…
      </Button>
      <PlanRecoveryDialog
        opened={dialog === 'create'}
        start={start}
        onClose={() =>
          void navigate({ search: (before) => ({ ...before, ...nothingChosen }), resetScroll: false })
        }
      />
    </>
  );
}
