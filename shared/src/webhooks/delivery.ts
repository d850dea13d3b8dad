import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { EventTypeName } from '../words/event-type-name.ts';
import { anyOf, pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { isoTime } from '../words/text.ts';

export const DeliveryStatus = z.enum(['pending', 'failed', 'delivered', 'exhausted', 'cancelled']).meta({
  id: 'DeliveryStatus',
  description:
    '`pending` waits for its first attempt; `failed` was refused and will be tried again; `delivered` got a 2xx; `exhausted` used up its schedule or was set aside; `cancelled` lost its endpoint.',
  example: 'delivered',
});
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why a delivery is not tried by itself any more although its schedule is not used up. */
export const SetAsideReason = z.enum(['ended_process', 'mapping_failed', 'not_in_plan']).meta({
  id: 'SetAsideReason',
  description:
    '`ended_process`: its attempts ended the process of Parley, one after the other; only a retry by hand sends it again. `mapping_failed`: its body cannot be mapped to the version at which the endpoint stays. `not_in_plan`: the plan of the consumer does not have its event type any more. `lastError` says it in words.',
  example: 'mapping_failed',
});
export type SetAsideReason = z.infer<typeof SetAsideReason>;

export const DeliveryView = z
  .object({
    id: idOf('dlv', 'delivery'),
    eventId: idOf('evt', 'event').meta({
      description: 'The id under which the endpoint knows the event: its `webhook-id`.',
      example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    eventUniqueId: idOf('evt', 'event').meta({
      description: 'Parley’s own id of the event; the same as `eventId` unless the publisher gave one.',
      example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    eventType: EventTypeName,
    endpointId: idOf('ep', 'endpoint'),
    endpointUrl: z.string().meta({ description: 'The URL of the endpoint.' }),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer that gets it.' }),
    environment: Environment,
    status: DeliveryStatus,
    attemptCount: z.int().meta({ description: 'Attempts so far.' }),
    nextAttemptAt: isoTime('When it is tried next.').nullable(),
    setAside: SetAsideReason.nullable().meta({
      description: 'Why it is not tried by itself any more; `null` for all others.',
    }),
    lastResponseStatus: z.int().nullable().meta({ description: 'HTTP status of the latest answer.' }),
    lastError: z.string().nullable().meta({ description: 'Why the latest attempt failed.' }),
    createdAt: isoTime('When the event was published.'),
    completedAt: isoTime('When it was delivered or given up.').nullable(),
  })
  .meta({ id: 'Delivery', description: 'One event on its way to one endpoint.' });
export type DeliveryView = z.infer<typeof DeliveryView>;

export const AttemptTrigger = z.enum(['schedule', 'manual', 'recovery']).meta({
  id: 'AttemptTrigger',
  description: 'What started an attempt.',
  example: 'schedule',
});

export const AttemptOutcome = z.enum(['delivered', 'refused', 'unreachable', 'blocked']).meta({
  id: 'AttemptOutcome',
  description:
    '`delivered`: 2xx. `refused`: any other answer. `unreachable`: no complete answer. `blocked`: the address may not be called.',
  example: 'delivered',
});

export const AttemptView = z
  .object({
    id: idOf('att', 'attempt'),
    number: z.int().meta({ description: '1 for the first attempt.' }),
    trigger: AttemptTrigger,
    startedAt: isoTime('When the request left; also its `webhook-timestamp`.'),
    connectMs: z
      .number()
      .nullable()
      .meta({ description: 'Milliseconds until the request went out on a connection; `null` if not known.' }),
    firstByteMs: z
      .number()
      .nullable()
      .meta({ description: 'Milliseconds until the first byte of the answer; `null` if not known.' }),
    durationMs: z.number().meta({ description: 'Milliseconds to the end of the answer.' }),
    outcome: AttemptOutcome,
    url: z.string().meta({ description: 'The URL at the time of the attempt.' }),
    responseStatus: z.int().nullable().meta({ description: 'HTTP status; `null` without an answer.' }),
    responseHeaders: z
      .record(z.string(), z.string())
      .nullable()
      .meta({ description: 'Headers of the answer; `null` without one.' }),
    responseBody: z.string().nullable().meta({ description: 'The answer, up to 64 kB.' }),
    error: z.string().nullable().meta({ description: 'Why it failed; `null` when it did not.' }),
  })
  .meta({ id: 'Attempt', description: 'One HTTP POST and what came back.' });
export type AttemptView = z.infer<typeof AttemptView>;

export const DeliveryDetail = DeliveryView.extend({
  requestBody: z.string().meta({ description: 'The exact body that is sent.' }),
  attempts: z.array(AttemptView).meta({ description: 'All attempts, oldest first.' }),
}).meta({ id: 'DeliveryDetail', description: 'A delivery with its body and all of its attempts.' });
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

export const DeliveryPage = pageOf(DeliveryView);

export const ListDeliveries = z.strictObject({
  ...pageInput,
  status: anyOf(DeliveryStatus).optional(),
  setAside: anyOf(SetAsideReason).optional(),
  endpointId: anyOf(idOf('ep', 'endpoint')).optional(),
  eventId: idOf('evt', 'event').optional(),
  eventType: anyOf(EventTypeName).optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
  since: instant('Created at or after this time.').optional(),
  until: instant('Created before this time.').optional(),
});
export type ListDeliveries = z.infer<typeof ListDeliveries>;

export const CountDeliveries = ListDeliveries.omit(withoutPaging);
export type CountDeliveries = z.infer<typeof CountDeliveries>;

export const DeliveryId = z.strictObject({ id: idOf('dlv', 'delivery') });
