import type { AttemptView, DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** A delivery beside its list: where it goes, how far it is, and what the receiver said last. */
export function DeliveryLook({ id }: { id: string }) {
  const query = useQuery(api.delivery.get.queryOptions({ id }));
  const delivery = query.data;
  return (
    <LookFacts
      query={query}
      title={delivery?.eventType ?? 'Delivery'}
      badge={delivery && <StatusBadge status={delivery.status} />}
      facts={[['Id', <Id key="id" value={id} what="delivery id" />], ...(delivery ? factsOf(delivery) : [])]}
      link={
        <ButtonLink to="/deliveries/$id" params={{ id }} variant="default">
          Open the delivery
        </ButtonLink>
      }
    />
  );
}

const factsOf = (delivery: DeliveryDetail) =>
  [
    [
      'Event',
      <TextLink key="event" to="/events/$id" params={{ id: delivery.eventUniqueId }}>
        <code>{delivery.eventId}</code>
      </TextLink>,
    ],
    [
      'Consumer',
      <TextLink key="consumer" to="/consumers/$id" params={{ id: delivery.consumerId }}>
        {delivery.consumerName}
      </TextLink>,
    ],
    [
      'Endpoint',
      <TextLink key="endpoint" to="/endpoints/$id" params={{ id: delivery.endpointId }}>
        {delivery.endpointUrl}
      </TextLink>,
    ],
    ['Published', <Time key="published" at={delivery.createdAt} />],
    ['Attempts', delivery.attemptCount],
    ['Next attempt', <Time key="next" at={delivery.nextAttemptAt} />],
    ['Last answer', lastWords(delivery.attempts.at(-1)) ?? delivery.lastError],
  ] as const;

function lastWords(attempt: AttemptView | undefined): string | null {
  if (!attempt) return null;
  const answer = attempt.responseStatus === null ? attempt.error : `HTTP ${attempt.responseStatus}`;
  return `${answer ?? attempt.outcome}, after ${Math.round(attempt.durationMs)} ms`;
}
