import {
  CountEventTypes,
  DeclareEventType,
  EventTypeDetail,
  EventTypeKey,
  EventTypePage,
  EventTypeView,
  ListEventTypes,
  UpdateEventType,
} from '@parley/shared/webhooks/event-type';
import { RowCount } from '@parley/shared/words/page';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  declareEventType,
  eventTypeTag,
  getEventType,
  countListedEventTypes,
  listEventTypes,
  prepareDeclaration,
  updateEventType,
} from './event-type.service.ts';

const tags = ['Event types'];

export const eventTypeRouter = router({
  list: guarded('event-types:read', {
    openapi: {
      method: 'GET',
      path: '/v1/event-types',
      operationId: 'listEventTypes',
      summary: 'List event types',
      tags,
    },
  })
    .input(ListEventTypes)
    .output(EventTypePage)
    .query(({ ctx, input }) => listEventTypes(ctx.em, ctx, input)),

  /** How many there are, for the list of the console. */
  count: guarded('event-types:read')
    .input(CountEventTypes)
    .output(RowCount)
    .query(({ ctx, input }) => countListedEventTypes(ctx.em, ctx, input)),

  get: guarded('event-types:read', {
    tag: eventTypeTag,
    openapi: {
      method: 'GET',
      path: '/v1/event-types/{name}',
      operationId: 'getEventType',
      summary: 'Read an event type and its versions',
      tags,
    },
  })
    .input(EventTypeKey)
    .output(EventTypeDetail)
    .query(({ ctx, input }) => getEventType(ctx.em, input.name)),

  declare: guarded('event-types:write', {
    mayExist: true,
    location: '/v1/event-types/{name}',
    takesIfMatch: true,
    tag: eventTypeTag,
    status: 201,
    idempotency: 'door',
    exact: { numbers: ['schema', 'example'] },
    prepare: async (ctx, input) => prepareDeclaration(ctx.em, ctx, DeclareEventType.parse(input)),
    openapi: {
      method: 'POST',
      path: '/v1/event-types',
      operationId: 'declareEventType',
      summary: 'Declare an event type',
      description:
        'Made to run at every deployment: a new name is created, a schema that differs from the newest becomes a new version, and what is the same changes nothing.',
      tags,
    },
  })
    .input(DeclareEventType)
    .output(EventTypeView)
    .mutation(({ ctx, input }) => declareEventType(ctx.em, ctx, input)),

  update: guarded('event-types:write', {
    takesIfMatch: true,
    tag: eventTypeTag,
    idempotency: 'natural',
    exact: { numbers: ['schema', 'example'] },
    openapi: {
      method: 'PATCH',
      path: '/v1/event-types/{name}',
      operationId: 'updateEventType',
      summary: 'Change an event type',
      description: 'A schema that differs becomes a new version; events are validated against the newest.',
      tags,
    },
  })
    .input(UpdateEventType)
    .output(EventTypeView)
    .mutation(({ ctx, input }) => updateEventType(ctx.em, ctx, input)),
});
