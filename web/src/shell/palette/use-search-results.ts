import { useDebouncedValue } from '@mantine/hooks';
import type { SearchView } from '@parley/shared/overview/search';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

/** Fast writers ask once. */
const patienceMs = 70;

/** What was found, as far as it is known. */
export interface SearchResults {
  /** Of these words or, until their answer is there, of those before. */
  found: SearchView | undefined;
  error: unknown;
  /** Whether all of it is of these very words. */
  isCurrent: boolean;
  retry: () => void;
}

/** Searches for a text as it is written. An answer that comes late is never shown for other words than its own. */
export function useSearchResults(text: string): SearchResults {
  const [settled] = useDebouncedValue(text, patienceMs);
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(
    api.search.find.queryOptions(
      { q: settled },
      {
        enabled: settled !== '',
        staleTime: 10_000,
        placeholderData: keepPreviousData,
        retry: false,
        // By itself, and cut off when nobody waits for it any more.
        trpc: { context: { isSlow: true }, abortOnUnmount: true },
      },
    ),
  );
  const retry = () => void refetch();
  if (text === '') return { found: undefined, error: null, isCurrent: true, retry };
  const isSettled = settled === text && !isFetching;
  if (isSettled && error) return { found: undefined, error, isCurrent: true, retry };
  return {
    found: data,
    error: null,
    isCurrent: isSettled && !isPlaceholderData && data !== undefined,
    retry,
  };
}
