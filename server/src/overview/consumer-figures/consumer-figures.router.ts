import { ConsumerFigures, GetConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { viewConsumerFigures } from './consumer-figures.service.ts';

export const consumerFiguresRouter = router({
  get: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{id}/figures',
      operationId: 'getConsumerFigures',
      summary: 'See how a consumer does',
      description:
        'What it calls, how its endpoints and deliveries fare, and what it was told. Figures that need a scope which the caller lacks are `null`.',
      tags: ['Consumers'],
    },
  })
    .input(GetConsumerFigures)
    .output(ConsumerFigures)
    .query(({ ctx, input }) => viewConsumerFigures(ctx.em, ctx, input)),
});
