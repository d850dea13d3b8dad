import { z } from 'zod';
import { DeliveryStatus, DeliveryView } from './delivery.ts';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { EventTypeName } from '../words/event-type-name.ts';
import { anyOf, pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { idOf, looksLikeOurs } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { isoTime, text } from '../words/text.ts';

const subject = text(200, 'What the event is about, such as an invoice number.', 'inv_1042');

const AudienceWord = z.enum(['own', 'everyone']).meta({
  id: 'AudienceWord',
  description: '`own`: the publishing consumer. `everyone`: all consumers.',
  example: 'own',
});

export const Audience = z
  .union([
    AudienceWord,
    z
      .array(text(128, 'Id or name of a consumer.', 'Northwind Billing'))
      .min(1)
      .max(500),
  ])
  .meta({
    id: 'Audience',
    description:
      'Who may receive the event: `own` (the publishing consumer, the default), `everyone`, or consumers by id or name. All but `own` need `events:publish.any`.',
    example: 'own',
  });
export type Audience = z.infer<typeof Audience>;

export const PublishEvent = z.strictObject({
  type: EventTypeName,
  data: z.record(z.string(), z.unknown()).meta({
    description:
      'The payload; it has to fit the schema of the type. It is delivered as the text that was sent, with every digit.',
    example: { amount: 1200 },
  }),
  id: z
    .string()
    .regex(/^[\u0021-\u007e]{1,128}$/, '1 to 128 visible ASCII characters, without spaces')
    .refine((id) => !looksLikeOurs(id), 'An id that does not begin as Parley’s own do, such as evt_ or dlv_.')
    .meta({
      description:
        'Your own id of the event, the `webhook-id` for your own endpoints; those of other consumers get `uniqueId`, for another publisher may use the same id. Publishing the same event with the same id again changes nothing, and is answered with `Idempotent-Replayed: true`.',
      example: 'inv_1042_generated',
    })
    .optional(),
  subject: subject.optional(),
  occurredAt: instant('When it happened, if that was earlier.').optional(),
  audience: Audience.optional(),
  environment: EnvironmentChoice,
});
export type PublishEvent = z.infer<typeof PublishEvent>;

const eventFields = {
  id: idOf('evt', 'event').meta({
    description: 'The id that the publisher gave the event, or else Parley’s own.',
    example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
  }),
  uniqueId: idOf('evt', 'event').meta({
    description:
      'Parley’s own id of the event, unique among all publishers: the `webhook-id` for endpoints of other consumers.',
    example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
  }),
  type: EventTypeName,
  schemaVersion: z.int().meta({ description: 'Version of the schema that `data` was checked against.' }),
  environment: Environment,
  subject: z.string().nullable().meta({ description: 'What the event is about.', example: 'inv_1042' }),
  occurredAt: isoTime('When it happened.'),
  createdAt: isoTime('When it was published.'),
  audience: Audience,
  consumerId: z
    .string()
    .nullable()
    .meta({ description: 'The consumer that published it; `null` for staff.' }),
  keyId: z.string().nullable().meta({ description: 'The key that published it; `null` for staff.' }),
  requestId: z.string().nullable().meta({ description: 'The request that published it.' }),
};

export const EventView = z.object(eventFields).meta({ id: 'Event', description: 'One published fact.' });
export type EventView = z.infer<typeof EventView>;

export const EventPublished = EventView.extend({
  deliveryCount: z.int().meta({ description: 'Endpoints that this event goes to.' }),
}).meta({ id: 'EventPublished', description: 'An event that is stored, and how many endpoints it goes to.' });
export type EventPublished = z.infer<typeof EventPublished>;

export const EventDetail = EventView.extend({
  data: z.record(z.string(), z.unknown()).meta({ description: 'The payload.', example: { amount: 1200 } }),
  dataText: z.string().meta({
    description:
      'The text of `data` exactly as it was published and is sent, for readers of JSON that would change large numbers.',
    example: '{"amount":1200}',
  }),
  deliveries: z.array(DeliveryView).meta({ description: 'The first 200 deliveries, oldest first.' }),
  deliveryCounts: z.partialRecord(DeliveryStatus, z.int()).meta({ description: 'Deliveries by status.' }),
}).meta({ id: 'EventDetail', description: 'An event with its payload and deliveries.' });
export type EventDetail = z.infer<typeof EventDetail>;

export const EventPage = pageOf(EventView);

export const ListEvents = z.strictObject({
  ...pageInput,
  type: anyOf(EventTypeName).optional(),
  subject: subject.optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
  since: instant('Published at or after this time.').optional(),
  until: instant('Published before this time.').optional(),
});
export type ListEvents = z.infer<typeof ListEvents>;

export const CountEvents = ListEvents.omit(withoutPaging);
export type CountEvents = z.infer<typeof CountEvents>;

/** What became of events of a list, for the console. */
export const EventOutcomes = z.array(
  z.object({
    uniqueId: idOf('evt', 'event'),
    counts: z.partialRecord(DeliveryStatus, z.int()).meta({ description: 'Deliveries by their status.' }),
    isMore: z.boolean().meta({ description: 'Whether it has more deliveries than were counted.' }),
  }),
);
export type EventOutcomes = z.infer<typeof EventOutcomes>;

export const OutcomesOf = z.strictObject({
  ids: z
    .array(idOf('evt', 'event'))
    .min(1)
    .max(200)
    .meta({ description: 'The events to look at.', example: ['evt_01KY3X5ZKQ8V4M2T9R7N6P1W0A'] }),
});

export const EventId = z.strictObject({
  id: idOf('evt', 'event'),
  consumerId: idOf('con', 'consumer')
    .meta({
      description: 'The consumer that published it: for staff, where several use the same own id.',
      example: 'con_01m3k7q2x8e5v9r4t6w1y0z3ab',
    })
    .optional(),
});
