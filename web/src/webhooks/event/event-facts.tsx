import type { EventDetail } from '@parley/shared/webhooks/event';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { useConsumerName } from '../../nouns/consumer/use-consumer-name.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { audienceWords } from './audience-words.ts';

/** What is known about an event besides its payload, with links to who and what caused it. */
export function EventFacts({ event }: { event: EventDetail }) {
  const { audience } = event;
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={event.id} what="event id" />],
        ...(event.uniqueId === event.id
          ? []
          : [['Parley’s id', <Id key="unique" value={event.uniqueId} what="Parley’s event id" />] as const]),
        ['Type', <TypeLink key="type" event={event} />],
        ['Subject', event.subject],
        ['Happened', <Time key="happened" at={event.occurredAt} />],
        ['Published', <Time key="published" at={event.createdAt} />],
        ['Audience', typeof audience === 'string' ? audienceWords(audience) : audience.join(', ')],
        ['Published by', <Publisher key="publisher" event={event} />],
        ...(event.keyId ? [['Key', <KeyLink key="key" id={event.keyId} />] as const] : []),
        ['Request', event.requestId && <Id key="request" value={event.requestId} what="request id" />],
      ]}
    />
  );
}

function TypeLink({ event: { type, schemaVersion } }: { event: EventDetail }): ReactNode {
  // A test event that names no type is not in the catalogue.
  if (schemaVersion === 0) return <code>{type}</code>;
  return (
    <>
      <TextLink to="/event-types/$id" params={{ id: type }}>
        {type}
      </TextLink>
      , checked against version {schemaVersion}
    </>
  );
}

function Publisher({ event: { consumerId } }: { event: EventDetail }): ReactNode {
  const name = useConsumerName(consumerId);
  if (consumerId === null) return 'Staff, in the console';
  return (
    <TextLink to="/consumers/$id" params={{ id: consumerId }}>
      {name}
    </TextLink>
  );
}

function KeyLink({ id }: { id: string }) {
  const mayRead = useMay('api-keys:read');
  const key = useQuery(api.apiKey.get.queryOptions({ id }, { enabled: mayRead, staleTime: 60_000 }));
  return (
    <>
      <TextLink to="/api-keys/$id" params={{ id }}>
        {key.data?.name ?? id}
      </TextLink>
      {key.data && (
        <>
          {' '}
          <code>{key.data.hint}</code>
        </>
      )}
    </>
  );
}
