import {
  CountDeliveries,
  DeliveryDetail,
  DeliveryId,
  DeliveryPage,
  DeliveryView,
  ListDeliveries,
} from '@parley/shared/webhooks/delivery';
import { RowCount } from '@parley/shared/words/page';
import { WatchChanges } from '@parley/shared/webhooks/watch';
import { watchChanges } from '../watch/watch.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { countListedDeliveries, getDelivery, listDeliveries, retryDelivery } from './delivery.service.ts';

const tags = ['Deliveries'];

export const deliveryRouter = router({
  list: guarded('deliveries:read', {
    openapi: {
      method: 'GET',
      path: '/v1/deliveries',
      operationId: 'listDeliveries',
      summary: 'List deliveries',
      description: '`status=exhausted` answers what was never delivered.',
      tags,
    },
  })
    .input(ListDeliveries)
    .output(DeliveryPage)
    .query(({ ctx, input }) => listDeliveries(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('deliveries:read')
    .input(CountDeliveries)
    .output(RowCount)
    .query(({ ctx, input }) => countListedDeliveries(ctx.em, input)),

  get: guarded('deliveries:read', {
    openapi: {
      method: 'GET',
      path: '/v1/deliveries/{id}',
      operationId: 'getDelivery',
      summary: 'Read a delivery with all of its attempts',
      tags,
    },
  })
    .input(DeliveryId)
    .output(DeliveryDetail)
    .query(({ ctx, input }) => getDelivery(ctx.em, ctx, input.id)),

  retry: guarded('deliveries:write', {
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/deliveries/{id}/retry',
      operationId: 'retryDelivery',
      summary: 'Send a delivery again now',
      description:
        'Whatever became of it. The `webhook-id` stays the same, so that receivers can tell repetitions.',
      tags,
    },
  })
    .input(DeliveryId)
    .output(DeliveryView)
    .mutation(({ ctx, input }) => retryDelivery(ctx.em, ctx, input.id)),

  /** What changes of deliveries, as it happens. */
  watch: guarded('deliveries:read')
    .input(WatchChanges)
    .subscription(async ({ ctx, input, signal }) =>
      watchChanges(ctx, { topic: 'deliveries', access: 'deliveries:read', input }, signal),
    ),
});
