import { Button, Text } from '@mantine/core';
import type { ApiView } from '@parley/shared/contracts/api';
import { ContractStatus } from '@parley/shared/contracts/contract';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { CreateApiDialog } from './create-api-dialog.tsx';
import { NoApis } from './no-apis.tsx';

const route = getRouteApi('/_console/apis');

const columns: Column<ApiView>[] = [
  { id: 'name', header: 'API', cell: ({ name, slug }) => <TwoLines title={name} id={slug} /> },
  {
    id: 'origin',
    header: 'Origin',
    cell: ({ isBuiltIn }) => (isBuiltIn ? 'Built in' : 'Yours'),
    wide: true,
  },
  { id: 'published', header: 'Published', cell: ({ published }) => published?.version ?? <Nothing /> },
  { id: 'newest', header: 'Newest', cell: ({ newest }) => newest?.version ?? <Nothing />, wide: true },
  { id: 'status', header: 'Status of the newest', cell: ({ newest }) => <Status newest={newest} /> },
  {
    id: 'uploads',
    header: 'Uploads',
    cell: ({ versionCount }) => versionCount,
    align: 'right',
    wide: true,
  },
  {
    id: 'changed',
    header: 'Changed',
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
    align: 'right',
    wide: true,
  },
];

const noun = ['API', 'APIs'] as const;
const rowKey = ({ slug }: ApiView) => slug;
const rowLink = ({ slug }: ApiView): LinkProps => ({ to: '/apis/$slug', params: { slug } });

export function ApiList() {
  const { cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('contracts:write');
  const apis = useQuery(api.api.list.queryOptions({ cursor, order }, { placeholderData: keepPreviousData }));
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <>
      <PageHeader
        title="APIs"
        description="What your company opens, what each API promised in its contract, and who notices when it changes."
        actions={
          mayWrite && (
            <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => setDialog('create')}>
              New API
            </Button>
          )
        }
      />
      <SavedViews list="apis" />
      <ListTable
        noun={noun}
        label="APIs"
        query={apis}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={<NoApis />}
      />
      {apis.data?.items.every(({ isBuiltIn }) => isBuiltIn) && apis.data.items.length > 0 && <NoApis />}
      {mayWrite && <CreateApiDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function Nothing() {
  return (
    <Text component="span" c="dimmed">
      —
    </Text>
  );
}

function Status({ newest }: { newest: ApiView['newest'] }) {
  const status = ContractStatus.safeParse(newest?.status);
  return status.success ? <StatusBadge status={status.data} /> : <Nothing />;
}
