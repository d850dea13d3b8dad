import { Stack, Text } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { count } from '../../lib/text/count.ts';
import { durationWords } from '../../lib/time/duration.ts';
import { Id } from '../../ui/text/id.tsx';
import { JsonView } from '../../ui/code/json-view.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { CodeList } from '../../ui/code/code-list.tsx';

/** What an endpoint wants of its events, and how they are sent. */
export function SubscriptionFacts({ endpoint }: { endpoint: EndpointView }) {
  const { eventTypes, headerNames, filter, publicKey } = endpoint;
  return (
    <Stack gap="sm">
      <KeyValue
        facts={[
          ['Event types', <CodeList key="wants" words={eventTypes} />],
          ['Schema versions', <SchemaVersions key="versions" endpoint={endpoint} />],
          ['Filter', filterWords(endpoint)],
          ['Order', orderWords(endpoint)],
          ['Rate limit', rateWords(endpoint)],
          ['Retry schedule', scheduleWords(endpoint)],
          ['Extra headers', headerNames.length > 0 ? <CodeList key="headers" words={headerNames} /> : null],
          ['Signatures', signatureWords(endpoint)],
          ...(publicKey === null
            ? []
            : [['Public key', <Id key="public" value={publicKey} what="public key" />] as const]),
        ]}
      />
      {filter !== null && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            Filter
          </Text>
          <JsonView value={filter} label="filter" />
        </div>
      )}
    </Stack>
  );
}

function SchemaVersions({ endpoint }: { endpoint: EndpointView }) {
  const pins = Object.entries(endpoint.schemaVersions);
  if (pins.length === 0) return 'The newest of each type';
  return (
    <>
      {pins.map(([name, version], index) => (
        <span key={name}>
          {index > 0 && ', '}
          <TextLink to="/event-types/$id" params={{ id: name }}>
            {name}
          </TextLink>{' '}
          stays at version {version}
        </span>
      ))}
    </>
  );
}

function filterWords({ filter, filterStoppedAt }: EndpointView): string {
  if (filter === null) return 'None: all events of these types';
  return filterStoppedAt === null
    ? 'Data has to fit the schema below'
    : 'Set aside, because it took too long on an event: all events of these types are sent until it is changed';
}

function orderWords({ ordered }: EndpointView): string {
  return ordered
    ? 'By subject: one that fails holds back the later ones of its subject'
    : 'Any: each is sent as soon as it can be';
}

function rateWords({ rateLimitPerSecond }: EndpointView): string {
  return rateLimitPerSecond === null ? 'None' : `${count(rateLimitPerSecond, 'attempt')} a second`;
}

function scheduleWords({ retrySchedule }: EndpointView): string {
  if (retrySchedule === null) return 'That of this Parley';
  return retrySchedule.map((seconds) => (seconds === 0 ? 'at once' : durationWords(seconds))).join(', ');
}

const schemeWords = { v1: 'v1 (HMAC-SHA256 with the secret)', v1a: 'v1a (ed25519 with the public key)' };

function signatureWords({ signatures }: EndpointView): string {
  return signatures.map((scheme) => schemeWords[scheme]).join(' and ');
}
