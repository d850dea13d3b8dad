import {
  CountEvents,
  EventDetail,
  EventId,
  EventOutcomes,
  EventPage,
  EventPublished,
  ListEvents,
  OutcomesOf,
  PublishEvent,
} from '@parley/shared/webhooks/event';
import { RowCount } from '@parley/shared/words/page';
import { WatchChanges } from '@parley/shared/webhooks/watch';
import { watchChanges } from '../watch/watch.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { outcomesOf } from '../delivery/of-event.service.ts';
import { countListedEvents, getEvent, listEvents, publishEvent } from './event.service.ts';

const tags = ['Events'];

export const eventRouter = router({
  publish: guarded('events:publish', {
    location: '/v1/events/{uniqueId}',
    status: 201,
    idempotency: 'publisher',
    exact: { text: ['data'] },
    openapi: {
      method: 'POST',
      path: '/v1/events',
      operationId: 'publishEvent',
      summary: 'Publish an event',
      description: 'Answers once the event and all of its deliveries are on disk.',
      tags,
    },
  })
    .input(PublishEvent)
    .output(EventPublished)
    .mutation(({ ctx, input }) => publishEvent(ctx, input)),

  list: guarded('events:read', {
    openapi: {
      method: 'GET',
      path: '/v1/events',
      operationId: 'listEvents',
      summary: 'List events',
      description: 'A key sees the events that its own consumer published.',
      tags,
    },
  })
    .input(ListEvents)
    .output(EventPage)
    .query(({ ctx, input }) => listEvents(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('events:read')
    .input(CountEvents)
    .output(RowCount)
    .query(({ ctx, input }) => countListedEvents(ctx.em, input)),

  /** What became of the events of a page, for the list of the console. */
  outcomes: guarded('events:read')
    .input(OutcomesOf)
    .output(EventOutcomes)
    .query(({ ctx, input }) => outcomesOf(ctx.em, input.ids)),

  get: guarded('events:read', {
    exact: { answer: { member: 'data', text: 'dataText' } },
    openapi: {
      method: 'GET',
      path: '/v1/events/{id}',
      operationId: 'getEvent',
      summary: 'Read an event with its payload and deliveries',
      tags,
    },
  })
    .input(EventId)
    .output(EventDetail)
    .query(({ ctx, input }) => getEvent(ctx.em, input)),

  /** What changes of events, as it happens. */
  watch: guarded('events:read')
    .input(WatchChanges)
    .subscription(async ({ ctx, input, signal }) =>
      watchChanges(ctx, { topic: 'events', access: 'events:read', input }, signal),
    ),
});
