import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';

/** Consumers to choose from, by a part of the name; the newest 50 when nothing is searched. */
export function useConsumerOptions(search: string): { value: string; label: string }[] {
  const mayRead = useMay('consumers:read');
  const consumers = useQuery(
    api.consumer.list.queryOptions(
      { search: search.trim() || undefined, limit: 50 },
      { enabled: mayRead, staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  return (consumers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
}
