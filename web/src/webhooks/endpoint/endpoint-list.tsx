import { Button } from '@mantine/core';
import type { EndpointView, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
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
import { CreateEndpointDialog } from '../../nouns/endpoint-form/create-endpoint-dialog.tsx';
import { EndpointFilters } from './endpoint-filters.tsx';
import { EndpointHealth } from '../../nouns/endpoint/endpoint-health.tsx';
import { EndpointSecret } from '../../nouns/signing-secret/endpoint-secret.tsx';
import { EndpointUrl } from '../../nouns/endpoint/endpoint-url.tsx';
import { NoEndpoints } from './no-endpoints.tsx';

const route = getRouteApi('/_console/endpoints');

const columns: Column<EndpointView>[] = [
  { id: 'url', header: 'URL', cell: ({ url }) => <EndpointUrl url={url} /> },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName, wide: true },
  {
    id: 'wants',
    header: 'Wants',
    cell: ({ eventTypes }) => <code>{eventTypes.join(', ')}</code>,
    wide: true,
  },
  { id: 'health', header: 'Health', cell: (endpoint) => <EndpointHealth endpoint={endpoint} /> },
];

const noun = ['endpoint', 'endpoints'] as const;
const rowKey = ({ id }: EndpointView) => id;
const rowLink = ({ id }: EndpointView): LinkProps => ({ to: '/endpoints/$id', params: { id } });

export function EndpointList() {
  const { consumerId, status, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const mayWrite = useMay('endpoints:write');
  const [created, setCreated] = useState<EndpointWithSecret | null>(null);
  const endpoints = useQuery(
    api.endpoint.list.queryOptions(
      { consumerId, status, environment, cursor, order },
      { placeholderData: keepPreviousData, refetchInterval: 10_000 },
    ),
  );
  const isFiltered = Boolean(consumerId ?? status);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Endpoints"
        description="Where webhooks go: URLs of consumers, and the event types that each one wants."
        actions={mayWrite && <NewEndpoint onClick={() => setDialog('create')} />}
      />
      <EndpointFilters />
      <ListTable
        noun={noun}
        label={`Endpoints in ${environment}`}
        query={endpoints}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={isFiltered ? <NoMatch /> : <NoEndpoints environment={environment} />}
      />
      {mayWrite && (
        <CreateEndpointDialog
          opened={dialog === 'create'}
          consumerId={consumerId}
          onClose={() => setDialog(undefined)}
          onCreated={(endpoint) => {
            setCreated(endpoint);
            setDialog(undefined);
          }}
        />
      )}
      <EndpointSecret title="Endpoint created" endpoint={created} onStored={() => setCreated(null)} />
    </>
  );
}

function NewEndpoint({ onClick }: { onClick: () => void }) {
  return (
    <Button type="button" leftSection={<IconPlus size={14} />} onClick={onClick}>
      New endpoint
    </Button>
  );
}

function NoMatch() {
  return <EmptyState title="No endpoint matches" text="Change or clear the filters above." />;
}
