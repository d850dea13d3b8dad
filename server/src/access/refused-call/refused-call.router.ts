import { ListRefusedCalls, RefusedCallList } from '@parley/shared/access/refused-call';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { listRefusedCalls } from './refused-calls.service.ts';

export const refusedCallRouter = router({
  list: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{id}/refused-calls',
      operationId: 'listRefusedCalls',
      summary: 'See why calls of a consumer are refused',
      description:
        'Calls with its keys and clients that were answered with 401, 403 or 429 within 30 days, by reason: which limit, which scope, which address. They show here within two seconds.',
      tags: ['Consumers'],
    },
  })
    .input(ListRefusedCalls)
    .output(RefusedCallList)
    .query(({ ctx, input }) => listRefusedCalls(ctx.em, input)),
});
