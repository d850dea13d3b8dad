import type { Environment } from '@parley/shared/words/environment';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';

/**
 * The newest 200 endpoints of an environment, and of one consumer when given, whose URL or id holds `text`. An older
 * one is found by its whole id.
 */
export function useEndpointOptions(
  text: string,
  { environment, consumerId }: { environment: Environment; consumerId: string | undefined },
): { value: string; label: string }[] {
  const mayRead = useMay('endpoints:read');
  const endpoints = useQuery(
    api.endpoint.list.queryOptions(
      { environment, consumerId, limit: 200 },
      { enabled: mayRead, staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  const wanted = text.trim().toLowerCase();
  const found = (endpoints.data?.items ?? [])
    .filter(({ id, url }) => url.toLowerCase().includes(wanted) || id === wanted)
    .map(({ id, url }) => ({ value: id, label: url }));
  return found.length === 0 && /^ep_\w{26}$/.test(wanted) ? [{ value: wanted, label: wanted }] : found;
}
