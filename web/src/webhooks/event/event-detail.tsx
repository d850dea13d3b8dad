import { Skeleton } from '@mantine/core';
import type { EventDetail as Event } from '@parley/shared/webhooks/event';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { publishCurl } from '../../lib/rest/curl.ts';
import { CopyTextButton } from '../../ui/code/copy-text-button.tsx';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch, watchedPollMs } from '../../nouns/watch/use-watch.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { JsonView } from '../../ui/code/json-view.tsx';
import { LineageTimeline } from '../../nouns/delivery/lineage-timeline.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { EventDeliveries } from '../../nouns/delivery/event-deliveries.tsx';
import { EventFacts } from './event-facts.tsx';
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
  if (event.error && !event.data) {
    return (
      <>
        <PageHeader title="Event" />
        <ErrorState
          error={event.error}
          onRetry={event.refetch}
          actions={<TextLink to="/events">All events</TextLink>}
        />
      </>
    );
  }
  if (!event.data) {
    return (
      <>
        <PageHeader title="Event" />
        <Skeleton h={260} mb="md" radius="lg" />
        <Skeleton h={160} radius="lg" />
      </>
    );
  }
  return <Loaded event={event.data} />;
}

function Loaded({ event }: { event: Event }) {
  return (
    <>
      <PageHeader
        title={event.type}
        tabTitle={`${event.type} ${event.id}`}
        environment={event.environment}
        description={event.subject && `About ${event.subject}`}
        actions={<CopyTextButton value={publishCurl(event)} label="Copy as curl" />}
      />
      <Section title="Overview">
        <EventFacts event={event} />
      </Section>
      <EventDeliveries event={event} />
      <EventRecipients event={event} />
      <LineageTimeline id={event.uniqueId} isLive={isUnderway(event)} />
      <Section title="Data">
        <JsonView value={event.dataText} label="data" />
      </Section>
    </>
  );
}
