import { SearchInput, SearchView } from '@parley/shared/overview/search';
import { credentialed, router } from '../../platform/guard/procedures.ts';
import { search } from './search.service.ts';

export const searchRouter = router({
  find: credentialed({
    openapi: {
      method: 'GET',
      path: '/v1/search',
      operationId: 'search',
      summary: 'Search everything that the key may read',
      description:
        'Finds consumers, API keys, endpoints, event types, APIs, contract versions, operations and notices by a part of a name or of what describes it, and events, deliveries and recoveries by an id, the beginning of an id, or a subject. Every kind needs the scope that reading it needs: what the key may not read is not searched, and `searched` says what was.',
      tags: ['Search'],
    },
  })
    .input(SearchInput)
    .output(SearchView)
    .query(({ ctx, input }) => search(ctx.em, ctx, input)),
});
