import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** A client beside its list: what it may, and when it was used last. */
export function ClientLook({ id }: { id: string }) {
  const query = useQuery(api.client.get.queryOptions({ id }));
  const client = query.data;
  return (
    <LookFacts
      query={query}
      title={client?.name ?? 'OAuth client'}
      badge={client && <StatusBadge status={client.status} />}
      facts={[
        ['Client id', <Id key="id" value={id} what="client id" />],
        ...(client
          ? ([
              [
                'Consumer',
                <TextLink key="consumer" to="/consumers/$id" params={{ id: client.consumerId }}>
                  {client.consumerName}
                </TextLink>,
              ],
              ['Scopes', <code key="scopes">{client.scopes.join(', ')}</code>],
              ['Last used', <Time key="used" at={client.lastUsedAt} absent="Never" />],
              ['Created', <Time key="created" at={client.createdAt} />],
            ] as const)
          : []),
      ]}
      link={
        <ButtonLink to="/clients/$id" params={{ id }} variant="default">
          Open the client
        </ButtonLink>
      }
    />
  );
}
