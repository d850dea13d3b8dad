import { Button, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { publishCurl } from '../../lib/rest/curl.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { Id } from '../../ui/text/id.tsx';
import { JsonView } from '../../ui/code/json-view.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { EditEventTypeDialog } from '../../nouns/event-type-form/edit-event-type-dialog.tsx';
import type { EventTypeAnswer } from '../../nouns/event-type/event-type-answer.ts';
import { EventTypeChart } from './event-type-chart.tsx';
import { EventTypeNumbers } from './event-type-numbers.tsx';
import { EventTypeVersions } from './event-type-versions.tsx';

const route = getRouteApi('/_console/event-types/$id');

export function EventTypeDetail() {
  const { id: name } = route.useParams();
  const eventType = useQuery(api.eventType.get.queryOptions({ name }));
  return (
    <ObjectPage
      kind="Event type"
      query={eventType}
      figures={['Published', 'Success', 'p95', 'Subscribers', 'Version']}
      tabs={['Overview', 'Versions', 'History']}
      wayOn={<TextLink to="/event-types">All event types</TextLink>}
    >
      {(one) => <Loaded eventType={one} />}
    </ObjectPage>
  );
}

function Loaded({ eventType }: { eventType: EventTypeAnswer }) {
  return (
    <ObjectFrame
      title={eventType.name}
      description={eventType.description}
      act={<Actions eventType={eventType} />}
      numbers={<EventTypeNumbers eventType={eventType} />}
    >
      <ObjectTabs
        label="Parts of this event type"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview eventType={eventType} /> },
          { id: 'versions', name: 'Versions', content: <EventTypeVersions eventType={eventType} /> },
          {
            id: 'history',
            name: 'History',
            content: <ObjectHistory id={eventType.name} noun="event type" />,
          },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ eventType }: { eventType: EventTypeAnswer }) {
  return (
    <Beside aside={<Schema eventType={eventType} />}>
      <EventTypeChart eventType={eventType} />
      <Section title="Publish one">
        <Text c="dimmed" mb="xs">
          With a key in <code>$PARLEY_KEY</code> that holds <code>events:publish</code>. The event goes to the
          endpoints of the key’s own consumer.
        </Text>
        <CodeBlock
          code={publishCurl({ type: eventType.name, data: eventType.example ?? {} })}
          label="command that publishes"
        />
      </Section>
    </Beside>
  );
}

function Schema({ eventType }: { eventType: EventTypeAnswer }) {
  return (
    <>
      <Section title="About">
        <Facts eventType={eventType} />
      </Section>
      <Section title={`Schema, version ${eventType.version}`}>
        <JsonView value={eventType.schema} label="schema" />
      </Section>
      <Section title="Example">
        {eventType.example == null ? (
          <Text c="dimmed">
            There is none. With one, test events can be sent and the command on this page works as it stands.
          </Text>
        ) : (
          <JsonView value={eventType.example} label="example" />
        )}
      </Section>
    </>
  );
}

function Facts({ eventType }: { eventType: EventTypeAnswer }) {
  const mayReadEvents = useMay('events:read');
  const mayReadDeliveries = useMay('deliveries:read');
  return (
    <KeyValue
      facts={[
        ['Name', <Id key="name" value={eventType.name} what="name" />],
        ['Declared', <Time key="declared" at={eventType.createdAt} />],
        ['Changed', <Time key="changed" at={eventType.updatedAt} />],
        ...(mayReadEvents
          ? [
              [
                'Events',
                <TextLink key="events" to="/events" search={{ type: eventType.name }}>
                  Published events of this type
                </TextLink>,
              ] as const,
            ]
          : []),
        ...(mayReadDeliveries
          ? [
              [
                'Deliveries',
                <TextLink key="deliveries" to="/deliveries" search={{ eventType: eventType.name }}>
                  Deliveries of this type
                </TextLink>,
              ] as const,
            ]
          : []),
      ]}
    />
  );
}

function Actions({ eventType }: { eventType: EventTypeAnswer }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('event-types:write');
  const mayPublish = useMay('events:publish.any');
  const setDialog = (next: 'edit' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <>
      {mayPublish && (
        <ButtonLink variant="default" to="/events" search={{ type: eventType.name, dialog: 'create' }}>
          Publish…
        </ButtonLink>
      )}
      {mayWrite && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconPencil size={14} />}
          onClick={() => setDialog('edit')}
        >
          Edit
        </Button>
      )}
      {mayWrite && (
        <EditEventTypeDialog
          eventType={eventType}
          opened={dialog === 'edit'}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}
