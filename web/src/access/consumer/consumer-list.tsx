import { Button } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { useNameSort } from '../../ui/list/use-name-sort.ts';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ConsumerLook } from './consumer-look.tsx';
import { ConsumerFilters } from './consumer-filters.tsx';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';
import { CreateConsumerDialog } from './create-consumer-dialog.tsx';
import { NoConsumers } from './no-consumers.tsx';

const route = getRouteApi('/_console/consumers');

const columns: Column<ConsumerView>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, sort: 'name' },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => kindLabels[kind] },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'contact', header: 'Contact', cell: ({ contactEmail }) => contactEmail ?? '—', wide: true },
  {
    id: 'created',
    header: 'Registered',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    wide: true,
  },
];

const noun = ['consumer', 'consumers'] as const;
const copies = ({ id }: ConsumerView) => [{ what: 'consumer id', value: id }];
const look = (id: string) => <ConsumerLook id={id} />;
const rowKey = ({ id }: ConsumerView) => id;
const rowLink = ({ id }: ConsumerView): LinkProps => ({ to: '/consumers/$id', params: { id } });

export function ConsumerList() {
  const { search, kind, status, cursor, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('consumers:write');
  const sorted = useNameSort();
  const consumers = useQuery(
    api.consumer.list.queryOptions(
      { search, kind, status, cursor, ...sorted },
      { placeholderData: keepPreviousData },
    ),
  );
  const total = useQuery(api.consumer.count.queryOptions({ search, kind, status }, countOptions));
  const isFiltered = Boolean(search ?? kind ?? status);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Consumers"
        description="The applications that call your APIs or receive your webhooks."
        actions={
          mayWrite && (
            <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => setDialog('create')}>
              New consumer
            </Button>
          )
        }
      />
      <SavedViews list="consumers" />
      <ConsumerFilters />
      <ListTable
        label="Consumers"
        query={consumers}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        tools={<ExportMenu list="consumers" filters={{ search, kind, status, ...sorted }} />}
        empty={isFiltered ? <NoMatch one="consumer" /> : <NoConsumers />}
      />
      {mayWrite && <CreateConsumerDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} />}
    </>
  );
}
