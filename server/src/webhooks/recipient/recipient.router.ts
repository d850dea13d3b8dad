import { DeliveryView } from '@parley/shared/webhooks/delivery';
import { ListRecipients, RecipientPage, SendEvent } from '@parley/shared/webhooks/recipient';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { listRecipients, sendToEndpoint } from './recipient.service.ts';

const tags = ['Events'];

export const recipientRouter = router({
  list: guarded('events:read', {
    openapi: {
      method: 'GET',
      path: '/v1/events/{id}/recipients',
      operationId: 'listRecipients',
      summary: 'See which endpoints got an event, and why the others did not',
      description:
        'Every endpoint of the environment of the event that the caller may see, newest first. Why it did not get the event is judged by the endpoint as it is now.',
      tags,
    },
  })
    .input(ListRecipients)
    .output(RecipientPage)
    .query(({ ctx, input }) => listRecipients(ctx.em, ctx, input)),

  send: guarded('deliveries:write', {
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/events/{id}/send',
      operationId: 'sendEvent',
      summary: 'Send an event to an endpoint',
      description:
        'To one that did not get it, whatever it is subscribed to, or once more to one that did. The consumer of the endpoint has to be of the audience of the event.',
      tags,
    },
  })
    .input(SendEvent)
    .output(DeliveryView)
    .mutation(({ ctx, input }) => sendToEndpoint(ctx.em, ctx, input)),
});
