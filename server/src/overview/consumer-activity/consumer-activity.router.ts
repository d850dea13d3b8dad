import { ConsumerActivityPage, ListConsumerActivity } from '@parley/shared/overview/consumer-activity';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { listConsumerActivity } from './consumer-activity.service.ts';

export const consumerActivityRouter = router({
  list: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{consumerId}/activity',
      operationId: 'listConsumerActivity',
      summary: 'List what happened to a consumer',
      description:
        'Changes, deliveries that failed and notices, in one order. What needs a scope that the caller lacks is left out.',
      tags: ['Consumers'],
    },
  })
    .input(ListConsumerActivity)
    .output(ConsumerActivityPage)
    .query(({ ctx, input }) => listConsumerActivity(ctx.em, ctx, input)),
});
