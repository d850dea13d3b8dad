import type { ApiKeyView } from '@parley/shared/access/api-key';
import { LastChange } from '../../nouns/audit/last-change.tsx';
import { formatNumber } from '../../lib/text/count.ts';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** What a key is, and until when. */
export function ApiKeyFacts({ apiKey }: { apiKey: ApiKeyView }) {
  const { createdByKeyId, revokedAt } = apiKey;
  return (
    <KeyValue
      facts={[
        [
          'Consumer',
          <TextLink key="consumer" to="/consumers/$id" params={{ id: apiKey.consumerId }}>
            {apiKey.consumerName}
          </TextLink>,
        ],
        ['Environment', apiKey.environment === 'live' ? 'Live' : 'Test'],
        ['Key', <code key="key">{apiKey.hint}</code>],
        ['Id', <Id key="id" value={apiKey.id} what="API key id" />],
        ['Created', <Time key="created" at={apiKey.createdAt} />],
        ...(createdByKeyId
          ? [
              [
                'Made by',
                <TextLink key="maker" to="/api-keys/$id" params={{ id: createdByKeyId }}>
                  <code>{createdByKeyId}</code>
                </TextLink>,
              ] as const,
            ]
          : []),
        ['Networks', apiKey.networks.length === 0 ? 'As the plan says' : apiKey.networks.join(', ')],
        [
          'Limits of its own',
          apiKey.limits.length === 0
            ? 'None'
            : apiKey.limits.map(({ calls, per }) => `${formatNumber(calls)} a ${per}`).join(', '),
        ],
        ...Object.entries(apiKey.metadata).map(([name, value]) => [`Note: ${name}`, value] as const),
        ...(apiKey.importedFrom ? [['Imported from', apiKey.importedFrom] as const] : []),
        ['Last change', <LastChange key="change" id={apiKey.id} at={apiKey.createdAt} />],
        ['Last used', <Time key="used" at={apiKey.lastUsedAt} absent="Never" />],
        [
          apiKey.status === 'expired' ? 'Expired' : 'Expires',
          <Time key="expires" at={apiKey.expiresAt} absent="Never" />,
        ],
        ...(revokedAt ? [['Revoked', <Time key="revoked" at={revokedAt} />] as const] : []),
      ]}
    />
  );
}
