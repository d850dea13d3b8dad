import { Text } from '@mantine/core';
import type { RequirementReview } from '@parley/shared/overview/requirement-review';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { count } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';

type Subscription = RequirementReview['subscriptions'][number];

const wordsOf = ({ isDeclared, isSubscribed }: Subscription): string => {
  if (!isDeclared) return 'Subscribed, not declared';
  return isSubscribed ? 'Declared and subscribed' : 'Declared, no endpoint asks for it';
};

const columns: Column<Subscription>[] = [
  { id: 'type', header: 'Event type', cell: ({ eventType }) => <code>{eventType}</code> },
  { id: 'state', header: 'Declared and observed', cell: wordsOf },
  {
    id: 'types',
    header: 'In the catalogue',
    cell: ({ types }) => (types === null ? '—' : count(types, 'event type')),
    align: 'right',
    wide: true,
  },
];

/** What is wanted beside what its endpoints ask for. */
export function ReviewedSubscriptions({ subscriptions }: Pick<RequirementReview, 'subscriptions'>) {
  return (
    <DataTable
      isBare
      label="Event types, wanted and subscribed"
      query={loadedList(subscriptions)}
      columns={columns}
      rowKey={({ eventType }) => eventType}
      empty={
        <Text c="dimmed" p="md">
          No event type is wanted, and no endpoint asks for one.
        </Text>
      }
    />
  );
}
