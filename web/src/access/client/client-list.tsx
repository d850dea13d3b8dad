import { Button } from '@mantine/core';
import type { ClientCreated, ClientView } from '@parley/shared/access/client';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ClientFilters } from './client-filters.tsx';
import { ClientLook } from './client-look.tsx';
import { ClientSecret } from './client-secret.tsx';
import { CreateClientDialog } from './create-client-dialog.tsx';
import { NoClients } from './no-clients.tsx';
import { ReplaceSigningKeysDialog } from './replace-signing-keys-dialog.tsx';

const route = getRouteApi('/_console/clients');

const columns: Column<ClientView>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName },
  { id: 'secret', header: 'Secret', cell: ({ secrets }) => <Secrets secrets={secrets} />, wide: true },
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
    isExtra: true,
    wide: true,
  },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
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

const noun = ['client', 'clients'] as const;
const copies = ({ id }: ClientView) => [{ what: 'client id', value: id }];
const look = (id: string) => <ClientLook id={id} />;
const rowKey = ({ id }: ClientView) => id;
const rowLink = ({ id }: ClientView): LinkProps => ({ to: '/clients/$id', params: { id } });

export function ClientList() {
  const { consumerId, status, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const mayWrite = useMay('clients:write');
  const mayReplace = useMay('issuers:write');
  const [created, setCreated] = useState<ClientCreated | null>(null);
  const filters = { consumerId, status, environment };
  const clients = useQuery(
    api.client.list.queryOptions({ ...filters, cursor, order }, { placeholderData: keepPreviousData }),
  );
  const total = useQuery(api.client.count.queryOptions(filters, countOptions));
  const isFiltered = Boolean(consumerId ?? status);
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="OAuth clients"
        description="Programs that get short access tokens by their credentials, instead of sending a key with every call."
        actions={<Actions onOpen={setDialog} />}
      />
      <ClientFilters />
      <ListTable
        label={`OAuth clients in ${environment}`}
        query={clients}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        empty={isFiltered ? <NoMatch one="client" /> : <NoClients environment={environment} />}
      />
      {mayWrite && (
        <CreateClientDialog
          opened={dialog === 'create'}
          consumerId={consumerId}
          onClose={() => setDialog(undefined)}
          onCreated={(client) => {
            setCreated(client);
            setDialog(undefined);
          }}
        />
      )}
      <ReplaceSigningKeysDialog
        opened={mayReplace && dialog === 'replace-keys'}
        onClose={() => setDialog(undefined)}
      />
      <ClientSecret title="Client created" client={created} onStored={() => setCreated(null)} />
    </>
  );
}

function Actions({ onOpen }: { onOpen: (dialog: 'create' | 'replace-keys') => void }) {
  const mayWrite = useMay('clients:write');
  const mayReplace = useMay('issuers:write');
  return (
    <>
      {mayReplace && (
        <Button type="button" variant="default" onClick={() => onOpen('replace-keys')}>
          Replace signing keys
        </Button>
      )}
      {mayWrite && (
        <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => onOpen('create')}>
          New client
        </Button>
      )}
    </>
  );
}

function Secrets({ secrets }: Pick<ClientView, 'secrets'>) {
  const [newest] = secrets;
  if (!newest) return 'Signs with its own key';
  return (
    <>
      <code>{newest.hint}</code>
      {secrets.length > 1 && ' and one before'}
    </>
  );
}
