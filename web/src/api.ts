import type { AppRouter } from '@parley/server/router';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { hasNoSession, isWorthRetrying } from './lib/problem.ts';

/** A refused session ends here: the frame sees `null` and leads to the sign-in page. */
function forgetSession(error: unknown) {
  if (hasNoSession(error)) queryClient.setQueryData(api.session.current.queryKey(), null);
}

/** Everything that the console has been told by the server. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetSession }),
  mutationCache: new MutationCache({ onError: forgetSession }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && isWorthRetrying(error) },
  },
});

const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', maxItems: 10 })] });

/**
 * Every procedure of the server, typed: `useQuery(api.consumer.list.queryOptions(input))`,
 * `useMutation(api.consumer.create.mutationOptions())`, `api.consumer.pathFilter()` to invalidate a room.
 */
export const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
