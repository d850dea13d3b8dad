// What a new room has in the console: a list, what it says while it is empty, and what its address can say.
import { type RoomNames, sharedPathOf } from './names.ts';
import type { Files } from './server-files.ts';

const searchOf = ({ pascal }: RoomNames): string => `import { z } from 'zod';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ${pascal}ListSearch = z.object({
  consumerId: z.string().max(128).optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});
`;

const emptyOf = ({
  pascals,
  nouns,
  words,
  manyWords,
  oneOf,
}: RoomNames): string => `import { useEnvironment } from '../../lib/address/use-environment.ts';
import { curlPost } from '../../lib/rest/curl.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const create = curlPost('/v1/${nouns}', { name: 'First ${words}' });

export function No${pascals}() {
  const environment = useEnvironment();
  return (
    <EmptyState
      title={\`No ${manyWords} in \${environment} yet\`}
      text="${oneOf.charAt(0).toUpperCase()}${oneOf.slice(1)} belongs to one consumer and one environment."
      steps={[
        {
          title: 'Create the first one',
          text: \`With a key of the \${environment} environment that holds ${nouns}:write:\`,
          code: create,
        },
      ]}
    />
  );
}
`;

const listImports = (
  names: RoomNames,
): string => `import type { ${names.pascal}View } from '@parley/shared/${sharedPathOf(names)}';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';
import { No${names.pascals} } from './no-${names.nouns}.tsx';
`;

const listOf = (names: RoomNames): string => {
  const { pascal, pascals, camel, nouns, words, titles } = names;
  return `${listImports(names)}
const route = getRouteApi('/_console/${nouns}');

const columns: Column<${pascal}View>[] = [
  { id: 'name', header: 'Name', cell: ({ name, id }) => <TwoLines title={name} id={id} /> },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName, wide: true },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
  },
];

export function ${pascal}List() {
  const { consumerId, cursor } = route.useSearch();
  const environment = useEnvironment();
  const rows = useQuery(
    api.${camel}.list.queryOptions(
      { consumerId, environment, cursor },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader title="${titles}" description="The ${names.manyWords} of consumers, newest first." />
      <Filters />
      <DataTable
        label={\`${titles} in \${environment}\`}
        query={rows}
        columns={columns}
        rowKey={({ id }) => id}
        empty={consumerId ? <NoMatch /> : <No${pascals} />}
      />
    </>
  );
}

function Filters() {
  const { consumerId } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (next: string | undefined) =>
    void navigate({
      search: (before) => ({ ...before, cursor: undefined, consumerId: next }),
      replace: true,
    });
  return (
    <FilterBar isFiltered={Boolean(consumerId)} onClear={() => filter(undefined)}>
      <ConsumerFilter value={consumerId} onChange={filter} />
    </FilterBar>
  );
}

function NoMatch() {
  return <EmptyState title="No ${words} matches" text="Change or clear the filters above." />;
}
`;
};

/** The list page of a new room. */
export const pageFiles = (names: RoomNames): Files => {
  const room = `web/src/${names.wing}/${names.noun}`;
  return {
    [`${room}/${names.noun}-search.ts`]: searchOf(names),
    [`${room}/${names.noun}-list.tsx`]: listOf(names),
    [`${room}/no-${names.nouns}.tsx`]: emptyOf(names),
  };
};
