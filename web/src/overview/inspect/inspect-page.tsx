import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { isProblem } from '../../lib/problem/problem.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { objectPath } from './object-path.ts';

const route = getRouteApi('/_console/inspect/$id');

/** Finds out what an id belongs to and goes there. */
export function InspectPage() {
  const { id } = route.useParams();
  const found = useQuery(api.inspect.resolve.queryOptions({ id }, { retry: false }));
  if (found.data) return <Navigate to={objectPath(found.data)} replace />;
  return (
    <>
      <PageHeader isNowhere title={<>Open {id}</>} tabTitle={`Open ${id}`} />
      {!found.error && (
        <Text component="output">
          <Loader size="xs" mr="xs" aria-hidden />
          Looking it up…
        </Text>
      )}
      {isProblem(found.error, 'inspect.not_found') && <NothingFound />}
      {found.error && !isProblem(found.error, 'inspect.not_found') && (
        <ErrorState error={found.error} onRetry={found.refetch} />
      )}
    </>
  );
}

const places = [
  {
    title: 'Check that the id is whole',
    text: 'An id is a prefix, an underscore and 26 characters, such as evt_01m3k7q2x8e5v9r4t6w1y0z3ab.',
  },
  {
    title: 'A request id comes from the header X-Request-Id',
    text: 'It leads to the event that the request published, or to what it changed.',
  },
  {
    title: 'An event type or a consumer is found by its exact name',
    text: 'Search the lists for a part of the name.',
  },
];

function NothingFound() {
  return (
    <EmptyState
      title="Nothing has this id"
      text="It may be incomplete, or of something that was removed."
      steps={places}
    />
  );
}
