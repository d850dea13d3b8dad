import type { EventView } from '@parley/shared/webhooks/event';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { Time } from '../../ui/text/time.tsx';
import { audienceWords } from './audience-words.ts';
import { outcomeWords } from './outcome-words.ts';

/** An event beside its list: what it is about, to whom it went and what became of it. */
export function EventLook({ id }: { id: string }) {
  const query = useQuery(api.event.get.queryOptions({ id }));
  const event = query.data;
  return (
    <LookFacts
      query={query}
      title={event?.type ?? 'Event'}
      facts={[
        ['Id', <Id key="id" value={event?.id ?? id} what="event id" />],
        ...(event ? factsOf(event) : []),
        ...(event ? [['Outcome', outcomeWords({ counts: event.deliveryCounts })] as const] : []),
      ]}
      link={
        <ButtonLink to="/events/$id" params={{ id }} variant="default">
          Open the event
        </ButtonLink>
      }
    />
  );
}

const factsOf = (event: EventView) =>
  [
    ['Subject', event.subject],
    ['Audience', audienceWords(event.audience)],
    ['Published', <Time key="published" at={event.createdAt} />],
    ['Happened', <Time key="happened" at={event.occurredAt} />],
    ['Schema version', event.schemaVersion],
  ] as const;
