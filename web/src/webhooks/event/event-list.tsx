import { Button } from '@mantine/core';
import type { EventOutcomes, EventView } from '@parley/shared/webhooks/event';
import { IconBolt } from '@tabler/icons-react';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { audienceWords } from './audience-words.ts';
import { EventLook } from './event-look.tsx';
import { EventOutcome } from './event-outcome.tsx';
import { useOutcomes } from './use-outcomes.ts';
import { EventFilters } from './event-filters.tsx';
import { NoEvents } from './no-events.tsx';
import { PublishEventDialog } from '../../nouns/event-form/publish-event-dialog.tsx';

const route = getRouteApi('/_console/events');

/** An event with what became of it, which is known a moment later. */
type Row = EventView & { outcome?: EventOutcomes[number] | undefined };

const columns: Column<Row>[] = [
  { id: 'event', header: 'Event', cell: ({ type, id }) => <TwoLines title={type} id={id} /> },
  { id: 'subject', header: 'Subject', cell: ({ subject }) => subject ?? '—', wide: true },
  { id: 'audience', header: 'Audience', cell: ({ audience }) => audienceWords(audience), wide: true },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <EventOutcome outcome={outcome} /> },
  {
    id: 'published',
    header: 'Published',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
  },
];

const noun = ['event', 'events'] as const;
const rowKey = ({ uniqueId }: EventView) => uniqueId;
const copies = ({ id, subject }: EventView) => [
  { what: 'event id', value: id },
  ...(subject === null ? [] : [{ what: 'subject', value: subject }]),
];
const look = (id: string) => <EventLook id={id} />;
const rowLink = ({ uniqueId }: EventView): LinkProps => ({ to: '/events/$id', params: { id: uniqueId } });

export function EventList() {
  const { type, subject, consumerId, range, since, until, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const mayPublish = useMay('events:publish.any');
  const span = useSpan({ range, since, until });
  const [isLive] = useIsLive();
  // With the oldest first, what comes is not on top.
  const isFirstPage = !cursor && order !== 'asc';
  const isWatched = useWatch('event', api.event.list.pathFilter(), { isOn: isLive && isFirstPage });
  const events = useLiveList(
    api.event.list.queryOptions({ type, subject, consumerId, ...span, environment, cursor, order }),
    { isFirstPage, isWatched },
  );
  const withOutcomes = useOutcomes(events);
  const total = useQuery(
    api.event.count.queryOptions({ type, subject, consumerId, ...span, environment }, countOptions),
  );
  const isFiltered = Boolean(type ?? subject ?? consumerId ?? range ?? since ?? until);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Events"
        description={`What was published in ${environment}. Each event goes to every endpoint of its audience that wants its type.`}
        actions={mayPublish && <Publish onClick={() => setDialog('create')} />}
      />
      <SavedViews list="events" />
      <EventFilters isFiltered={isFiltered} aside={<LiveSwitch {...events} />} />
      <NewRowsBanner count={events.newCount} onShow={events.showNew} />
      <ListTable
        label="Events"
        query={withOutcomes}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        tools={
          <ExportMenu list="events" filters={{ type, subject, consumerId, ...span, environment, order }} />
        }
        empty={isFiltered ? <NoMatch one="event" words={subject} /> : <NoEvents />}
      />
      {mayPublish && (
        <PublishEventDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} first={type} />
      )}
    </>
  );
}

function Publish({ onClick }: { onClick: () => void }) {
  return (
    <Button type="button" leftSection={<IconBolt size={14} />} onClick={onClick}>
      Publish an event
    </Button>
  );
}
