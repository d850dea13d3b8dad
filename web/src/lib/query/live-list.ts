import { useLocalStorage } from '@mantine/hooks';
import { keepPreviousData, useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';

const pollMs = 3000;
const watchedPollMs = 30_000;

/** Whether lists keep up with the server, as the reader chose with the switch. */
export function useIsLive(): [boolean, (isLive: boolean) => void] {
  const [isLive, setLive] = useLocalStorage({
    key: 'parley-live',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  return [isLive, setLive];
}

/** What every list of the server answers. */
interface ListPage<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** Such a page as it comes from the server. */
interface ServedPage<Row> extends ListPage<Row> {
  previousCursor: string | null;
}

/** A list as a table shows it: `useQuery` gives this shape, and so does {@link useLiveList}. */
export interface ListQuery<Row> {
  data: ListPage<Row> | undefined;
  error: unknown;
  refetch: () => unknown;
  isPlaceholderData: boolean;
}

/** A list that keeps up with the server without moving what the reader looks at. */
interface LiveList<Row> extends ListQuery<Row> {
  /** Rows that arrived since and are not shown yet. */
  newCount: number;
  /** Puts the new rows on top. */
  showNew: () => void;
  isLive: boolean;
  setLive: (isLive: boolean) => void;
}

/** The rows that stay on screen, each in its latest state. Rows that fell off the first page keep their last one. */
export function patchRows<Row extends { id: string }>(shown: readonly Row[], fresh: readonly Row[]): Row[] {
  const latest = new Map(fresh.map((row) => [row.id, row]));
  return shown.map((row) => latest.get(row.id) ?? row);
}

/** How many of the fresh rows are not on screen. */
export function countNew<Row extends { id: string }>(shown: readonly Row[], fresh: readonly Row[]): number {
  const known = new Set(shown.map((row) => row.id));
  return fresh.filter((row) => !known.has(row.id)).length;
}

/**
 * Keeps the first page of a list up to date while the tab is visible and Live is on: every 3 s, and hardly ever by itself
 * while it is watched, which asks for it when something changed. Rows already shown change in
 * place; new ones wait behind `newCount` until `showNew`. Another filter, and a page after the first, start afresh.
 *
 * @example
 * const list = useLiveList(api.event.list.queryOptions({ environment, cursor }), { isFirstPage: !cursor });
 */
export function useLiveList<Row extends { id: string }, Failure, Key extends QueryKey>(
  options: UseQueryOptions<ServedPage<Row>, Failure, ServedPage<Row>, Key>,
  { isFirstPage, isWatched = false }: { isFirstPage: boolean; isWatched?: boolean },
): LiveList<Row> {
  const [isLive, setLive] = useIsLive();
  const query = useQuery({
    ...options,
    placeholderData: keepPreviousData,
    // Without any data a poll would take a failure off the screen again and again.
    refetchInterval: ({ state }) =>
      isLive && isFirstPage && state.data ? (isWatched ? watchedPollMs : pollMs) : false,
  });
  const list = JSON.stringify(options.queryKey);
  const [screen, setScreen] = useState<Screen<Row>>({ list: '', page: undefined, rows: [] });

  const isCurrent = screen.list === list && isFirstPage;
  if (query.data && !query.isPlaceholderData && (screen.list !== list || screen.page !== query.data)) {
    const isFresh = !isCurrent || screen.rows.length === 0;
    setScreen({
      list,
      page: query.data,
      rows: isFresh ? query.data.items : patchRows(screen.rows, query.data.items),
    });
  }
  const fresh = query.data?.items ?? [];
  const rows = query.isPlaceholderData || screen.list !== list ? fresh : screen.rows;
  return {
    data: query.data && { items: rows, nextCursor: query.data.nextCursor },
    error: query.error,
    refetch: query.refetch,
    isPlaceholderData: query.isPlaceholderData,
    newCount: isCurrent && !query.isPlaceholderData ? countNew(screen.rows, fresh) : 0,
    showNew: () => setScreen({ list, page: query.data, rows: fresh }),
    isLive,
    setLive,
  };
}

interface Screen<Row> {
  list: string;
  page: ListPage<Row> | undefined;
  rows: Row[];
}
