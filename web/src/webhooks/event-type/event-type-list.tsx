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
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { Time } from '../../ui/text/time.tsx';
import { DeclareEventTypeDialog } from '../../nouns/event-type-form/declare-event-type-dialog.tsx';
import { NoEventTypes } from './no-event-types.tsx';

const route = getRouteApi('/_console/event-types');

const columns: Column<Received<EventTypeView>>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  {
    id: 'description',
    header: 'Happens when',
    cell: ({ description }) => <Text lineClamp={1}>{description}</Text>,
    wide: true,
  },
  { id: 'version', header: 'Version', cell: ({ version }) => version, align: 'right' },
  {
    id: 'changed',
    header: 'Changed',
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
    align: 'right',
  },
];

const noun = ['event type', 'event types'] as const;
const rowKey = ({ name }: Received<EventTypeView>) => name;
const rowLink = ({ name }: Received<EventTypeView>): LinkProps => ({
  to: '/event-types/$id',
  params: { id: name },
});

export function EventTypeList() {
  const { search, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('event-types:write');
  const eventTypes = useQuery(
    api.eventType.list.queryOptions({ search, cursor, order }, { placeholderData: keepPreviousData }),
  );
  const filter = (next: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, search: next }), replace: true });
  const setDialog = (next: 'create' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Event types"
        description="The catalogue: what can happen, and the JSON Schema that each payload has to fit. It is the same in live and in test."
        actions={
          mayWrite && (
            <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => setDialog('create')}>
              New event type
            </Button>
          )
        }
      />
      <FilterBar isFiltered={Boolean(search)} onClear={() => filter(undefined)}>
        <SearchFilter label="Search by name" value={search} onChange={filter} />
      </FilterBar>
      <ListTable
        noun={noun}
        label="Event types"
        query={eventTypes}
        columns={columns}
        rowKey={rowKey}
        rowLink={rowLink}
        empty={
          search ? (
            <EmptyState title="No event type matches" text="Change or clear the search above." />
          ) : (
            <NoEventTypes />
          )
        }
      />
      {mayWrite && (
        <DeclareEventTypeDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}
