import { Button } from '@mantine/core';
import type { EndpointView, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
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
import { Cut } from '../../ui/text/cut.tsx';
import { Time } from '../../ui/text/time.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { CreateEndpointDialog } from '../../nouns/endpoint-form/create-endpoint-dialog.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { SwitchChosen } from './switch-chosen.tsx';
import { EndpointLook } from './endpoint-look.tsx';
import { healthsOf } from './health-chips.tsx';
import { EndpointFilters } from './endpoint-filters.tsx';
import { EndpointHealth } from '../../nouns/endpoint/endpoint-health.tsx';
import { EndpointSecret } from '../../nouns/signing-secret/endpoint-secret.tsx';
import { EndpointUrl } from '../../nouns/endpoint/endpoint-url.tsx';
import { NoEndpoints } from './no-endpoints.tsx';

const route = getRouteApi('/_console/endpoints');

const columns: Column<EndpointView>[] = [
  { id: 'url', header: 'URL', cell: ({ url }) => <EndpointUrl url={url} /> },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => <Cut text={consumerName} />, wide: true },
  {
    id: 'wants',
    header: 'Wants',
    cell: ({ eventTypes }) => <code>{eventTypes.join(', ')}</code>,
    wide: true,
  },
  { id: 'health', header: 'Health', cell: (endpoint) => <EndpointHealth endpoint={endpoint} /> },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    wide: true,
  },
  {
    id: 'success',
    header: 'Last success',
    cell: ({ lastSuccessAt }) => <Time at={lastSuccessAt} absent="Never" />,
    align: 'right',
    isExtra: true,
    wide: true,
  },
  {
    id: 'failure',
    header: 'Last failure',
    cell: ({ lastFailureAt }) => <Time at={lastFailureAt} absent="Never" />,
    align: 'right',
    isExtra: true,
    wide: true,
  },
  {
    id: 'description',
    header: 'Description',
    cell: ({ description }) => description,
    isExtra: true,
    wide: true,
  },
];

const noun = ['endpoint', 'endpoints'] as const;
const copies = ({ id, url }: EndpointView) => [
  { what: 'URL', value: url },
  { what: 'endpoint id', value: id },
];
const look = (id: string) => <EndpointLook id={id} />;
const rowKey = ({ id }: EndpointView) => id;
const rowLink = ({ id }: EndpointView): LinkProps => ({ to: '/endpoints/$id', params: { id } });

/** What the address filters by, as the server takes it. */
function useFilters() {
  const { consumerId, status, health, q } = route.useSearch();
  const environment = useEnvironment();
  return {
    filters: { consumerId, status, health: healthsOf(health), q, environment },
    isFiltered: Boolean(consumerId ?? status ?? health ?? q),
  };
}

export function EndpointList() {
  const { cursor, order, dialog } = route.useSearch();
  const { filters, isFiltered } = useFilters();
  const navigate = route.useNavigate();
  const { environment, consumerId } = filters;
  const mayWrite = useMay('endpoints:write');
  const [created, setCreated] = useState<EndpointWithSecret | null>(null);
  const endpoints = useQuery(
    api.endpoint.list.queryOptions(
      { ...filters, cursor, order },
      { placeholderData: keepPreviousData, refetchInterval: 10_000 },
    ),
  );
  const total = useQuery(api.endpoint.count.queryOptions(filters, countOptions));
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Endpoints"
        description="Where webhooks go: URLs of consumers, and the event types that each one wants."
        actions={mayWrite && <Acts onCreate={() => setDialog('create')} />}
      />
      <SavedViews list="endpoints" />
      <EndpointFilters isFiltered={isFiltered} />
      <ListTable
        label={`Endpoints in ${environment}`}
        query={endpoints}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        renderBulk={mayWrite ? (chosen) => <SwitchChosen chosen={chosen} filters={filters} /> : undefined}
        tools={<ExportMenu list="endpoints" filters={{ ...filters, order }} />}
        empty={isFiltered ? <NoMatch one="endpoint" /> : <NoEndpoints environment={environment} />}
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

function Acts({ onCreate }: { onCreate: () => void }) {
  return (
    <>
      <ButtonLink to="/bulk-changes" variant="default">
        Bulk changes
      </ButtonLink>
      <NewEndpoint onClick={onCreate} />
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
