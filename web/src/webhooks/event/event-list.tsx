import { Button } from '@mantine/core';
import type { EventView } from '@parley/shared/webhooks/event';
import { IconBolt } from '@tabler/icons-react';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useIsLive, useLiveList } from '../../lib/query/live-list.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { useSpan } from '../../lib/time/use-span.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LiveSwitch } from '../../ui/list/live-switch.tsx';
import { NewRowsBanner } from '../../ui/list/new-rows-banner.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { audienceWords } from './audience-words.ts';
import { EventFilters } from './event-filters.tsx';
import { NoEvents } from './no-events.tsx';
import { PublishEventDialog } from '../../nouns/event-form/publish-event-dialog.tsx';

const route = getRouteApi('/_console/events');

const columns: Column<EventView>[] = [
  { id: 'event', header: 'Event', cell: ({ type, id }) => <TwoLines title={type} id={id} /> },
  { id: 'subject', header: 'Subject', cell: ({ subject }) => subject ?? '—', wide: true },
  { id: 'audience', header: 'Audience', cell: ({ audience }) => audienceWords(audience), wide: true },
  {
    id: 'published',
    header: 'Published',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
  },
];

const noun = ['event', 'events'] as const;
const rowKey = ({ id }: EventView) => id;
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
  const isFiltered = Boolean(type ?? subject ?? consumerId ?? range ?? since ?? until);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Events"
        description={`What was published in ${environment}. Each event goes to every endpoint of its audience that wants its type.`}
        actions={
          mayPublish && (
            <Button type="button" leftSection={<IconBolt size={14} />} onClick={() => setDialog('create')}>
              Publish an event
            </Button>
          )
        }
      />
      <EventFilters isFiltered={isFiltered} aside={<LiveSwitch {...events} />} />
      <NewRowsBanner count={events.newCount} onShow={events.showNew} />
      <ListTable
        noun={noun}
        label="Events"
        query={events}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={isFiltered ? <NoMatch /> : <NoEvents />}
      />
      {mayPublish && (
        <PublishEventDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} first={type} />
      )}
    </>
  );
}

function NoMatch() {
  return <EmptyState title="No event matches" text="Change or clear the filters above." />;
}
