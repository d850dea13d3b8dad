import type { ApiKeyView } from '@parley/shared/access/api-key';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const columns: Column<ApiKeyView>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'hint', header: 'Key', cell: ({ hint }) => <code>{hint}</code> },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'used',
    header: 'Last used',
    cell: (key) => <Time at={key.lastUsedAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

/** The latest keys of a consumer in the environment that the console looks at. */
export function ConsumerKeys({ consumerId }: { consumerId: string }) {
  const environment = useEnvironment();
  const mayWrite = useMay('api-keys:write');
  const keys = useQuery(api.apiKey.list.queryOptions({ consumerId, environment, limit: 5 }));
  return (
    <Section
      flush
      title={`API keys in ${environment}`}
      actions={
        <TextLink to="/api-keys" search={{ consumerId }}>
          All keys
        </TextLink>
      }
    >
      <DataTable
        isBare
        label={`API keys in ${environment}`}
        query={keys}
        columns={columns}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/api-keys/$id', params: { id } })}
        empty={
          <EmptyState
            title={`No keys in ${environment}`}
            text="Without a key this consumer cannot call."
            actions={
              mayWrite && (
                <ButtonLink to="/api-keys" search={{ consumerId, dialog: 'create' }} variant="default">
                  New API key
                </ButtonLink>
              )
            }
          />
        }
      />
    </Section>
  );
}
