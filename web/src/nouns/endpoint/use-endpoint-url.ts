import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';

/** Where an endpoint is; its id until that is known, and for readers who may not know. */
export function useEndpointUrl(id: string | undefined): string {
  const mayRead = useMay('endpoints:read');
  const endpoint = useQuery(
    api.endpoint.get.queryOptions(
      { id: id ?? '' },
      { enabled: mayRead && id !== undefined, staleTime: 60_000, retry: false },
    ),
  );
  return endpoint.data?.url ?? id ?? '';
}
