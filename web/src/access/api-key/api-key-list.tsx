import { Button } from '@mantine/core';
import type { ApiKeyCreated, ApiKeyView } from '@parley/shared/access/api-key';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ApiKeyLook } from './api-key-look.tsx';
import { keyQuestionFilters } from './key-presets.ts';
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
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    isExtra: true,
    wide: true,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    cell: ({ scopes }) => <code>{scopes.join(', ')}</code>,
    isExtra: true,
    wide: true,
  },
];

const noun = ['API key', 'API keys'] as const;
const copies = ({ id }: ApiKeyView) => [{ what: 'key id', value: id }];
const look = (id: string) => <ApiKeyLook id={id} />;
const rowKey = ({ id }: ApiKeyView) => id;
const rowLink = ({ id }: ApiKeyView): LinkProps => ({ to: '/api-keys/$id', params: { id } });

export function ApiKeyList() {
  const { consumerId, status, ask, q, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const mayWrite = useMay('api-keys:write');
  const [created, setCreated] = useState<ApiKeyCreated | null>(null);
  const filters = { consumerId, status, q, environment, ...(ask && keyQuestionFilters[ask]) };
  const keys = useQuery(
    api.apiKey.list.queryOptions({ ...filters, cursor, order }, { placeholderData: keepPreviousData }),
  );
  const total = useQuery(api.apiKey.count.queryOptions(filters, countOptions));
  const isFiltered = Boolean(consumerId ?? status ?? ask ?? q);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="API keys"
        description="What consumers authenticate with. A key does what its scopes say, in one environment."
        actions={mayWrite && <NewKey onClick={() => setDialog('create')} />}
      />
      <SavedViews list="api-keys" />
      <ApiKeyFilters />
      <ListTable
        label={`API keys in ${environment}`}
        query={keys}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        tools={<ExportMenu list="api-keys" filters={{ ...filters, order }} />}
        empty={isFiltered ? <NoMatch one="API key" /> : <NoApiKeys environment={environment} />}
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
