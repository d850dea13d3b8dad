import type { EventDetail as Event } from '@parley/shared/webhooks/event';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { publishCurl } from '../../lib/rest/curl.ts';
import { CopyTextButton } from '../../ui/code/copy-text-button.tsx';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch, watchedPollMs } from '../../nouns/watch/use-watch.ts';
import { JsonView } from '../../ui/code/json-view.tsx';
import { LineageTimeline } from '../../nouns/delivery/lineage-timeline.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { EventDeliveries } from '../../nouns/delivery/event-deliveries.tsx';
import { EventFacts } from './event-facts.tsx';
import { EventNumbers } from './event-numbers.tsx';
import { EventRecipients } from './event-recipients.tsx';

const route = getRouteApi('/_console/events/$id');
const pollMs = 3000;

/** Whether some delivery of the event may still change by itself. */
const isUnderway = (event: Event | undefined) =>
  Boolean(event?.deliveryCounts.pending ?? event?.deliveryCounts.failed);

export function EventDetail() {
  const { id } = route.useParams();
  const mayRead = useMay('deliveries:read');
  const isWatched = useWatch('delivery', api.event.get.queryFilter({ id }), {
    isOn: mayRead,
    everyMs: pollMs,
  });
  const event = useQuery(
    api.event.get.queryOptions(
      { id },
      {
        refetchInterval: ({ state }) =>
          isUnderway(state.data) ? (isWatched ? watchedPollMs : pollMs) : false,
      },
    ),
  );
  return (
    <ObjectPage
      kind="Event"
      query={event}
      figures={['Deliveries', 'Delivered', 'Under way', 'Given up']}
      tabs={['Overview', 'Data', 'Activity', 'History']}
      wayOn={<TextLink to="/events">All events</TextLink>}
    >
      {(one) => <Loaded event={one} />}
    </ObjectPage>
  );
}

function Loaded({ event }: { event: Event }) {
  return (
    <ObjectFrame
      title={event.type}
      tabTitle={`${event.type} ${event.id}`}
      environment={event.environment}
      description={event.subject && `About ${event.subject}`}
      act={<CopyTextButton value={publishCurl(event)} label="Copy as curl" />}
      numbers={<EventNumbers event={event} />}
    >
      <ObjectTabs
        label="Parts of this event"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview event={event} /> },
          { id: 'data', name: 'Data', content: <Data event={event} /> },
          {
            id: 'activity',
            name: 'Activity',
            content: <LineageTimeline id={event.uniqueId} isLive={isUnderway(event)} />,
          },
          { id: 'history', name: 'History', content: <ObjectHistory id={event.uniqueId} noun="event" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ event }: { event: Event }) {
  return (
    <Beside
      aside={
        <>
          <Section title="About">
            <EventFacts event={event} />
          </Section>
          <Data event={event} />
        </>
      }
    >
      <EventDeliveries event={event} />
      <EventRecipients event={event} />
    </Beside>
  );
}

function Data({ event }: { event: Event }) {
  return (
    <Section title="Data">
      <JsonView value={event.dataText} label="data" />
    </Section>
  );
}
