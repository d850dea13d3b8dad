import { LineageId, LineageView } from '@parley/shared/webhooks/lineage';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { getLineage } from './lineage.service.ts';

export const lineageRouter = router({
  get: guarded('deliveries:read', {
    openapi: {
      method: 'GET',
      path: '/v1/lineage/{id}',
      operationId: 'getLineage',
      summary: 'Follow an event from the request to the last attempt',
      description: 'Takes the id of an event, a delivery, an attempt or a request.',
      tags: ['Deliveries'],
    },
  })
    .input(LineageId)
    .output(LineageView)
    .query(({ ctx, input }) => getLineage(ctx.em, ctx.parts, input.id)),
});
