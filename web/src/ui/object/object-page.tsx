import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '../page/error-state.tsx';
import { PageHeader } from '../page/page-header.tsx';
import { Numbers } from './numbers.tsx';
import { ObjectTabs } from './object-tabs.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';

/** What an object page asks for, as `useQuery` answers. */
interface ObjectQuery<Item> {
  data: Item | undefined;
  error: unknown;
  refetch: () => unknown;
}

/**
 * The page of one object: waits for it with its places kept free, says why it cannot be shown and leads on, and shows
 * a failure of a later look above what is known. `children` draws an {@link ObjectFrame} of the object.
 *
 * @example
 * <ObjectPage kind="Endpoint" query={endpoint} figures={['Success', 'p95']} tabs={['Overview', 'History']}
 *   wayOn={<TextLink to="/endpoints">All endpoints</TextLink>}>
 *   {(one) => <ObjectFrame title={one.url} numbers={<EndpointNumbers endpoint={one} />}>…</ObjectFrame>}
 * </ObjectPage>
 */
export function ObjectPage<Item>({
  kind,
  query,
  wayOn,
  figures = [],
  tabs = [],
  children,
}: {
  /** The noun, for the heading while the object is not here: “Endpoint”. */
  kind: string;
  query: ObjectQuery<Item>;
  /** Where to look when there is no such object: a link to the list of its kind. */
  wayOn: ReactNode;
  /** Labels of the numbers that will stand there. */
  figures?: readonly string[];
  /** Names of the parts that will stand there, each in small letters its id: who follows one early gets there. */
  tabs?: readonly string[];
  children: (item: Item) => ReactNode;
}) {
  if (query.data) {
    return (
      <>
        <ProblemAlert error={query.error} />
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    return (
      <>
        <PageHeader title={kind} />
        <ErrorState error={query.error} onRetry={query.refetch} actions={wayOn} />
      </>
    );
  }
  const places = figures.map((label) => ({ label, value: undefined }));
  return (
    <div aria-busy>
      <PageHeader title={kind} description="Loading…" />
      {places.length > 0 && <Numbers label={`${kind} in numbers, loading`} figures={places} />}
      {tabs.length > 0 && (
        <ObjectTabs
          label={`Parts of this ${kind.toLowerCase()}`}
          tabs={tabs.map((name) => ({ id: name.toLowerCase(), name, content: null }))}
        />
      )}
      <Skeleton h={260} radius="lg" />
    </div>
  );
}
