import {
  EndpointFigures,
  EndpointFiguresInput,
  EventTypeFigures,
  EventTypeFiguresInput,
} from '@parley/shared/webhooks/figures';
import { guarded, router, signedIn } from '../../platform/guard/procedures.ts';
import { viewEndpointFigures, viewEventTypeFigures } from './figures.service.ts';

export const figuresRouter = router({
  ofEndpoint: guarded('deliveries:read', {
    openapi: {
      method: 'GET',
      path: '/v1/endpoints/{id}/figures',
      operationId: 'getEndpointFigures',
      summary: 'See how an endpoint did over a time',
      description:
        'Deliveries by when they were made and what became of them, attempts by how they ended and how long they took, what waits, and why some failed.',
      tags: ['Endpoints'],
    },
  })
    .input(EndpointFiguresInput)
    .output(EndpointFigures)
    .query(({ ctx, input }) => viewEndpointFigures(ctx.em, ctx.parts, input)),

  /** Of all consumers, so it is of the console alone. */
  ofEventType: signedIn
    .input(EventTypeFiguresInput)
    .output(EventTypeFigures)
    .query(({ ctx, input }) => viewEventTypeFigures(ctx.em, ctx.parts, input)),
});
