import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';

/** What a consumer is called; its id until that is known, and for readers who may not know. */
export function useConsumerName(id: string | null): string {
  const mayRead = useMay('consumers:read');
  const consumer = useQuery(
    api.consumer.get.queryOptions({ id: id ?? '' }, { enabled: mayRead && id !== null, staleTime: 60_000 }),
  );
  return consumer.data?.name ?? id ?? '';
}
