import type { ClientView } from '@parley/shared/access/client';
import { LastChange } from '../../nouns/audit/last-change.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** What a client is, and until when. */
export function ClientFacts({ client }: { client: ClientView }) {
  const { createdByKeyId, revokedAt } = client;
  return (
    <KeyValue
      facts={[
        [
          'Consumer',
          <TextLink key="consumer" to="/consumers/$id" params={{ id: client.consumerId }}>
            {client.consumerName}
          </TextLink>,
        ],
        ['Environment', client.environment === 'live' ? 'Live' : 'Test'],
        ['Client id', <Id key="id" value={client.id} what="client id" />],
        ['Shows itself by', client.authentication === 'secret' ? 'A secret' : 'A key of its own'],
        ['Created', <Time key="created" at={client.createdAt} />],
        ...(createdByKeyId
          ? [
              [
                'Made by',
                <TextLink
                  key="maker"
                  to={createdByKeyId.startsWith('cli_') ? '/clients/$id' : '/api-keys/$id'}
                  params={{ id: createdByKeyId }}
                >
                  <code>{createdByKeyId}</code>
                </TextLink>,
              ] as const,
            ]
          : []),
        ['Last change', <LastChange key="change" id={client.id} at={client.createdAt} />],
        ['Last used', <Time key="used" at={client.lastUsedAt} absent="Never" />],
        [
          client.status === 'expired' ? 'Expired' : 'Expires',
          <Time key="expires" at={client.expiresAt} absent="Never" />,
        ],
        ...(revokedAt ? [['Revoked', <Time key="revoked" at={revokedAt} />] as const] : []),
      ]}
    />
  );
}
