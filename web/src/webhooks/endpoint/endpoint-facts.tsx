import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { LastChange } from '../../nouns/audit/last-change.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { EndpointHealth } from '../../nouns/endpoint/endpoint-health.tsx';

/** Whose an endpoint is, and how it does. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointView }) {
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={endpoint.id} what="endpoint id" />],
        ['Consumer', <Consumer key="consumer" endpoint={endpoint} />],
        ['Environment', endpoint.environment === 'live' ? 'Live' : 'Test'],
        ['Health', <EndpointHealth key="health" endpoint={endpoint} />],
        ...(endpoint.failingSince
          ? [['Failing since', <Time key="failing" at={endpoint.failingSince} />] as const]
          : []),
        ['Last success', <Time key="success" at={endpoint.lastSuccessAt} absent="Never" />],
        ['Last failure', <Time key="failure" at={endpoint.lastFailureAt} absent="Never" />],
        ['Signing secret', <SecretAge key="secret" endpoint={endpoint} />],
        ['Created', <Time key="created" at={endpoint.createdAt} />],
        ['Last change', <LastChange key="changed" id={endpoint.id} at={endpoint.updatedAt} />],
      ]}
    />
  );
}

function Consumer({ endpoint }: { endpoint: EndpointView }) {
  return (
    <TextLink to="/consumers/$id" params={{ id: endpoint.consumerId }}>
      {endpoint.consumerName}
    </TextLink>
  );
}

/** How old the secret is, which the audit trail knows, and until when the one before signs as well. */
function SecretAge({ endpoint }: { endpoint: EndpointView }) {
  const mayRead = useMay('audit:read');
  const rotations = useQuery(
    api.audit.list.queryOptions(
      { targetId: endpoint.id, action: 'endpoint.rotate_secret', limit: 1 },
      { enabled: mayRead },
    ),
  );
  const since = rotations.data && (rotations.data.items[0]?.at ?? endpoint.createdAt);
  return (
    <>
      {since && (
        <>
          Set <Time at={since} />
        </>
      )}
      {since && endpoint.previousSecretExpiresAt && '. '}
      {endpoint.previousSecretExpiresAt && (
        <>
          The one before stops signing <Time at={endpoint.previousSecretExpiresAt} />
        </>
      )}
      {!since && !endpoint.previousSecretExpiresAt && 'One, shown at its creation'}
    </>
  );
}
