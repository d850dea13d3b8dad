import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { useConsumerName } from '../../nouns/consumer/use-consumer-name.ts';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Where a delivery comes from, where it goes, and how far it is. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const consumer = useConsumerName(delivery.consumerId);
  const { eventId, eventUniqueId, endpointId, consumerId } = delivery;
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={delivery.id} what="delivery id" />],
        [
          'Event',
          <TextLink key="event" to="/events/$id" params={{ id: eventUniqueId }}>
            <code>{eventId}</code>
          </TextLink>,
        ],
        [
          'Endpoint',
          <TextLink key="endpoint" to="/endpoints/$id" params={{ id: endpointId }}>
            {delivery.endpointUrl}
          </TextLink>,
        ],
        [
          'Consumer',
          <TextLink key="consumer" to="/consumers/$id" params={{ id: consumerId }}>
            {consumer}
          </TextLink>,
        ],
        ['Published', <Time key="published" at={delivery.createdAt} />],
        ['Attempts', delivery.attemptCount],
        ...(delivery.nextAttemptAt
          ? [['Next attempt', <Time key="next" at={delivery.nextAttemptAt} />] as const]
          : []),
        ...(delivery.completedAt
          ? [[endWord(delivery), <Time key="end" at={delivery.completedAt} />] as const]
          : []),
      ]}
    />
  );
}

function endWord({ status }: DeliveryDetail): string {
  if (status === 'delivered') return 'Delivered';
  return status === 'cancelled' ? 'Cancelled' : 'Given up';
}
