import { Group } from '@mantine/core';
import type { EndpointView } from '@parley/shared/endpoint';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { count } from '../lib/count.ts';
import { useMay } from '../shell/session-context.ts';
import { Id } from '../ui/id.tsx';
import { KeyValue } from '../ui/key-value.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { Time } from '../ui/time.tsx';
import { EndpointHealth } from './endpoint-health.tsx';

/** What is known about an endpoint. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointView }) {
  const { rateLimitPerSecond } = endpoint;
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={endpoint.id} what="endpoint id" />],
        ['Consumer', <Consumer key="consumer" endpoint={endpoint} />],
        ['Environment', endpoint.environment === 'live' ? 'Live' : 'Test'],
        ['Health', <EndpointHealth key="health" endpoint={endpoint} />],
        ['Last success', <Time key="success" at={endpoint.lastSuccessAt} absent="Never" />],
        ['Last failure', <Time key="failure" at={endpoint.lastFailureAt} absent="Never" />],
        ['Event types', <Words key="wants" words={endpoint.eventTypes} />],
        [
          'Extra headers',
          endpoint.headerNames.length > 0 ? <Words key="headers" words={endpoint.headerNames} /> : null,
        ],
        [
          'Rate limit',
          rateLimitPerSecond === null ? 'None' : `${count(rateLimitPerSecond, 'attempt')} a second`,
        ],
        ['Signing secret', <SecretAge key="secret" endpoint={endpoint} />],
        ['Created', <Time key="created" at={endpoint.createdAt} />],
        ['Changed', <Time key="changed" at={endpoint.updatedAt} />],
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

function Words({ words }: { words: readonly string[] }) {
  return (
    <Group component="span" gap={4} display="inline-flex">
      {words.map((word, index) => (
        <code key={word}>
          {word}
          {index < words.length - 1 && ','}
        </code>
      ))}
    </Group>
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
