import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** An API key beside its list: what it may, and when it was used last. */
export function ApiKeyLook({ id }: { id: string }) {
  const query = useQuery(api.apiKey.get.queryOptions({ id }));
  const key = query.data;
  return (
    <LookFacts
      query={query}
      title={key?.name ?? 'API key'}
      badge={key && <StatusBadge status={key.status} />}
      facts={[
        ['Id', <Id key="id" value={id} what="key id" />],
        ...(key
          ? ([
              ['Key', <code key="hint">{key.hint}</code>],
              [
                'Consumer',
                <TextLink key="consumer" to="/consumers/$id" params={{ id: key.consumerId }}>
                  {key.consumerName}
                </TextLink>,
              ],
              ['Scopes', <code key="scopes">{key.scopes.join(', ')}</code>],
              ['Last used', <Time key="used" at={key.lastUsedAt} absent="Never" />],
              ['Expires', <Time key="expires" at={key.expiresAt} absent="Never" />],
              ['Created', <Time key="created" at={key.createdAt} />],
            ] as const)
          : []),
      ]}
      link={
        <ButtonLink to="/api-keys/$id" params={{ id }} variant="default">
          Open the API key
        </ButtonLink>
      }
    />
  );
}
