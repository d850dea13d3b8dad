import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { EventTypeName } from '../words/event-type-name.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

export const LineageKind = z.enum(['request', 'published', 'delivery', 'attempt', 'retry', 'recovery']).meta({
  id: 'LineageKind',
  description:
    '`request`: the API call that published it. `published`: it was durable. `delivery`: one endpoint was to get it. `attempt`: one POST. `retry`: somebody sent it again by hand. `recovery`: a recovery sent it again.',
  example: 'attempt',
});

export const LineageEntry = z
  .object({
    at: isoTime('When it happened.'),
    kind: LineageKind,
    id: z.string().meta({ description: 'Its own id.', example: 'att_01m3k7q2x8e5v9r4t6w1y0z3ab' }),
    deliveryId: idOf('dlv', 'delivery').nullable().meta({ description: 'The delivery that it is about.' }),
    endpointId: idOf('ep', 'endpoint').nullable(),
    endpointUrl: z.string().nullable().meta({ description: 'The URL of that endpoint.' }),
    isOk: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether it went well; `null` where that is not known or makes no sense.' }),
    text: z.string().meta({ description: 'What happened, in words.', example: 'Answered 204 after 41 ms.' }),
  })
  .meta({ id: 'LineageEntry', description: 'One thing that happened to an event.' });
export type LineageEntry = z.infer<typeof LineageEntry>;

export const LineageView = z
  .object({
    eventId: idOf('evt', 'event'),
    eventType: EventTypeName,
    environment: Environment,
    requestId: z
      .string()
      .nullable()
      .meta({ description: 'The `X-Request-Id` of the call that published it.' }),
    keyId: idOf('key', 'API key').nullable(),
    entries: z.array(LineageEntry).meta({ description: 'Everything that happened, oldest first.' }),
    isWhole: z.boolean().meta({ description: '`false` when there is more than is shown.' }),
  })
  .meta({ id: 'Lineage', description: 'From the API request to the last attempt, in one timeline.' });
export type LineageView = z.infer<typeof LineageView>;

export const LineageId = z.strictObject({
  id: z.string().min(1).max(128).meta({
    description: 'An event, delivery, attempt or request id.',
    example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
  }),
});
