import type { AppRouter } from '@parley/server/router';
import type { PlanAsked } from '@parley/shared/overview/plan-preview';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { hasNoSession, isWorthRetrying } from './lib/problem/problem.ts';
import { fetchConfirmed } from './lib/rest/fetch-confirmed.ts';
import { fetchExactly } from './lib/rest/fetch-exactly.ts';

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

const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: splitLink({
        // What is changed goes alone too: the server keeps every digit of a single call, and refuses them in a batch.
        condition: ({ type, context }) => type === 'mutation' || context['isSlow'] === true,
        true: httpLink({ url: '/trpc', fetch: fetchConfirmed }),
        // Ten calls are the most that the server takes at once, and 8 kB the longest address that proxies let through.
        false: httpBatchLink({ url: '/trpc', maxItems: 10, maxURLLength: 8000, fetch: fetchExactly }),
      }),
    }),
  ],
});

/** For a query whose answer takes long or is large: it goes alone, so that quick ones do not wait for it. */
export const alone = { trpc: { context: { isSlow: true } } };

/** What a plan would cut off. It is asked like a query and sent as a change is: a plan does not fit an address. */
export const previewPlan = async (plan: PlanAsked) => client.planPreview.get.mutate(plan);

/**
 * Every procedure of the server, typed: `useQuery(api.consumer.list.queryOptions(input))`,
 * `useMutation(api.consumer.create.mutationOptions())`, `api.consumer.pathFilter()` to invalidate a room.
 */
export const api = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
