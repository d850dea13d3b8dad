import { Button, Text } from '@mantine/core';
import type { EventTypeView } from '@parley/shared/webhooks/event-type';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import type { Received } from '../../nouns/event-type/received-event-type.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { NoMatch } from '../../ui/list/no-match.tsx';
import { useNameSort } from '../../ui/list/use-name-sort.ts';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { ExportMenu } from '../../ui/list/export-menu.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { DeclareEventTypeDialog } from '../../nouns/event-type-form/declare-event-type-dialog.tsx';
import { EventTypeFilters } from './event-type-filters.tsx';
import { EventTypeLook } from './event-type-look.tsx';
import { NoEventTypes } from './no-event-types.tsx';

const route = getRouteApi('/_console/event-types');

type Row = Received<EventTypeView>;

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, sort: 'name' },
  {
    id: 'description',
    header: 'Happens when',
    cell: ({ description }) => <Text lineClamp={1}>{description}</Text>,
    wide: true,
  },
  { id: 'version', header: 'Version', cell: ({ version }) => version, align: 'right' },
  { id: 'changed', header: 'Changed', cell: ({ updatedAt }) => <Time at={updatedAt} />, align: 'right' },
  {
    id: 'created',
    header: 'Declared',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    isExtra: true,
    wide: true,
  },
];

const noun = ['event type', 'event types'] as const;
const rowKey = ({ name }: Row) => name;
const rowLink = ({ name }: Row): LinkProps => ({ to: '/event-types/$id', params: { id: name } });
const copies = ({ name }: Row) => [{ what: 'name', value: name }];
const look = (name: string) => <EventTypeLook name={name} />;

export function EventTypeList() {
  const { search, subscribed, cursor, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('event-types:write');
  const sorted = useNameSort();
  const filters = { search, subscribed };
  const eventTypes = useQuery(
    api.eventType.list.queryOptions({ ...filters, ...sorted, cursor }, { placeholderData: keepPreviousData }),
  );
  const total = useQuery(api.eventType.count.queryOptions(filters, { placeholderData: keepPreviousData }));
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Event types"
        description="The catalogue: what can happen, and the JSON Schema that each payload has to fit. It is the same in live and in test."
        actions={mayWrite && <NewEventType onClick={() => setDialog('create')} />}
      />
      <SavedViews list="event-types" />
      <EventTypeFilters />
      <ListTable
        label="Event types"
        query={eventTypes}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies, look }}
        tools={<ExportMenu list="event-types" filters={{ ...filters, ...sorted }} />}
        empty={(search ?? subscribed) ? <NoMatch one="event type" /> : <NoEventTypes />}
      />
      {mayWrite && (
        <DeclareEventTypeDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}

function NewEventType({ onClick }: { onClick: () => void }) {
  return (
    <Button type="button" leftSection={<IconPlus size={14} />} onClick={onClick}>
      New event type
    </Button>
  );
}
