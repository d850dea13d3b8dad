import { Button } from '@mantine/core';
import type { ApiKeyCreated, ApiKeyView } from '@parley/shared/access/api-key';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ApiKeyFilters } from './api-key-filters.tsx';
import { ApiKeySecret } from '../../nouns/api-key/api-key-secret.tsx';
import { CreateApiKeyDialog } from './create-api-key-dialog.tsx';
import { NoApiKeys } from './no-api-keys.tsx';

const route = getRouteApi('/_console/api-keys');

const columns: Column<ApiKeyView>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName },
  { id: 'hint', header: 'Key', cell: ({ hint }) => <code>{hint}</code>, wide: true },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ expiresAt }) => <Time at={expiresAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

const noun = ['API key', 'API keys'] as const;
const rowKey = ({ id }: ApiKeyView) => id;
const rowLink = ({ id }: ApiKeyView): LinkProps => ({ to: '/api-keys/$id', params: { id } });

export function ApiKeyList() {
  const { consumerId, status, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const mayWrite = useMay('api-keys:write');
  const [created, setCreated] = useState<ApiKeyCreated | null>(null);
  const keys = useQuery(
    api.apiKey.list.queryOptions(
      { consumerId, status, environment, cursor, order },
      { placeholderData: keepPreviousData },
    ),
  );
  const isFiltered = Boolean(consumerId ?? status);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="API keys"
        description="What consumers authenticate with. A key does what its scopes say, in one environment."
        actions={mayWrite && <NewKey onClick={() => setDialog('create')} />}
      />
      <ApiKeyFilters />
      <ListTable
        noun={noun}
        label={`API keys in ${environment}`}
        query={keys}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={isFiltered ? <NoMatch /> : <NoApiKeys environment={environment} />}
      />
      {mayWrite && (
        <CreateApiKeyDialog
          opened={dialog === 'create'}
          consumerId={consumerId}
          onClose={() => setDialog(undefined)}
          onCreated={(key) => {
            setCreated(key);
            setDialog(undefined);
          }}
        />
      )}
      <ApiKeySecret title="API key created" apiKey={created} onStored={() => setCreated(null)} />
    </>
  );
}

function NewKey({ onClick }: { onClick: () => void }) {
  return (
    <Button type="button" leftSection={<IconPlus size={14} />} onClick={onClick}>
      New API key
    </Button>
  );
}

function NoMatch() {
  return <EmptyState title="No API key matches" text="Change or clear the filters above." />;
}
