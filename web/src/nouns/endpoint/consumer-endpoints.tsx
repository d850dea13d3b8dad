import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { EndpointHealth } from './endpoint-health.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const columns: Column<EndpointView>[] = [
  { id: 'url', header: 'URL', cell: ({ url }) => url },
  {
    id: 'wants',
    header: 'Wants',
    cell: ({ eventTypes }) => <code>{eventTypes.join(', ')}</code>,
    wide: true,
  },
  { id: 'health', header: 'Health', cell: (endpoint) => <EndpointHealth endpoint={endpoint} /> },
  {
    id: 'success',
    header: 'Last success',
    cell: (row) => <Time at={row.lastSuccessAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

/** The latest endpoints of a consumer in the environment that the console looks at. */
export function ConsumerEndpoints({ consumerId }: { consumerId: string }) {
  const environment = useEnvironment();
  const mayWrite = useMay('endpoints:write');
  const endpoints = useQuery(api.endpoint.list.queryOptions({ consumerId, environment, limit: 5 }));
  return (
    <Section
      flush
      title={`Endpoints in ${environment}`}
      actions={
        <TextLink to="/endpoints" search={{ consumerId }}>
          All endpoints
        </TextLink>
      }
    >
      <DataTable
        isBare
        label={`Endpoints in ${environment}`}
        query={endpoints}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/endpoints/$id', params: { id } })}
        empty={
          <EmptyState
            title={`No endpoints in ${environment}`}
            text="Without an endpoint this consumer receives no webhooks."
            actions={
              mayWrite && (
                <ButtonLink to="/endpoints" search={{ consumerId, dialog: 'create' }} variant="default">
                  New endpoint
                </ButtonLink>
              )
            }
          />
        }
      />
    </Section>
  );
}
