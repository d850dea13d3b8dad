import { z } from 'zod';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { EventTypeName } from '../words/event-type-name.ts';
import { anyOf, pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { DeliveryStatus } from './delivery.ts';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { isoTime } from '../words/text.ts';

/** What a recovery sends again. */
export const RecoveryScope = z.enum(['undelivered', 'everything', 'missed']).meta({
  id: 'RecoveryScope',
  description:
    '`undelivered`: what failed, was given up or waits for a disabled endpoint. `everything`: also what was delivered. `missed`: events that the endpoint would want today and never got a delivery for, such as those published while it was disabled.',
  example: 'undelivered',
});
export type RecoveryScope = z.infer<typeof RecoveryScope>;

export const RecoveryStatus = z.enum(['planned', 'running', 'paused', 'done', 'cancelled']).meta({
  id: 'RecoveryStatus',
  description:
    '`planned` waits for a yes; `running` sends; `paused` stopped for now; `done` and `cancelled` are over.',
  example: 'running',
});
export type RecoveryStatus = z.infer<typeof RecoveryStatus>;

/** What of a request is left undone, and why. */
export const LeftOut = z
  .object({
    reason: z.string().meta({ description: 'Why, in words.' }),
    count: z.int().meta({ description: 'How many.' }),
  })
  .meta({ id: 'LeftOut', description: 'What a job does not do, and why.' });
export type LeftOut = z.infer<typeof LeftOut>;

const RecoverySample = z
  .object({
    eventId: idOf('evt', 'event'),
    eventType: EventTypeName,
    endpointId: idOf('ep', 'endpoint'),
    at: isoTime('When the event was published.'),
  })
  .meta({ id: 'RecoverySample', description: 'One of the events that a recovery found.' });

const RecoveryDuplicates = z
  .object({
    delivered: z.int().meta({ description: 'Were delivered before and would be received again.' }),
    unanswered: z
      .int()
      .meta({ description: 'Had an attempt without an answer: the receiver may have taken it.' }),
  })
  .meta({
    id: 'RecoveryDuplicates',
    description: 'What the receiver may get twice. The `webhook-id` stays the same.',
  });

export const RecoveryView = z
  .object({
    id: idOf('rcv', 'recovery'),
    environment: Environment,
    consumerId: idOf('con', 'consumer').nullable().meta({ description: 'Whose endpoints; `null` for many.' }),
    scope: RecoveryScope,
    status: RecoveryStatus,
    endpointCount: z.int().meta({ description: 'How many endpoints it is for.' }),
    endpointIds: z.array(idOf('ep', 'endpoint')).meta({ description: 'The first hundred endpoints.' }),
    eventTypes: z.array(EventTypeName).nullable().meta({ description: 'Only these types; `null` for all.' }),
    since: isoTime('Events published at or after this time.').nullable(),
    until: isoTime('Events published before this time.'),
    ratePerSecond: z.int().nullable().meta({
      description: 'At most so many deliveries a second; `null`: as fast as the receivers take them.',
    }),
    statuses: z
      .array(DeliveryStatus)
      .nullable()
      .meta({ description: 'Only deliveries that have one of these; `null` for all of the scope.' }),
    chosenCount: z
      .int()
      .nullable()
      .meta({ description: 'How many deliveries were named one by one; `null` when none were.' }),
    leftOut: z.array(LeftOut).meta({ description: 'What was asked for and is not sent, and why.' }),
    plannedCount: z.int().meta({ description: 'Deliveries that it found when it was planned.' }),
    sentCount: z.int().meta({ description: 'Deliveries that it made due so far.' }),
    oldestAt: isoTime('The oldest event that it found.').nullable(),
    duplicates: RecoveryDuplicates,
    sample: z.array(RecoverySample).meta({ description: 'The first five.' }),
    createdAt: isoTime('When it was planned.'),
    startedAt: isoTime('When it was started.').nullable(),
    finishedAt: isoTime('When it was over.').nullable(),
  })
  .meta({ id: 'Recovery', description: 'A job that sends deliveries again.' });
export type RecoveryView = z.infer<typeof RecoveryView>;

export const RecoveryPage = pageOf(RecoveryView);

const selection = {
  scope: RecoveryScope.default('undelivered'),
  eventTypes: z.array(EventTypeName).min(1).max(50).meta({ description: 'Only these types.' }).optional(),
  since: instant('Events published at or after this time; everything that is kept without it.').optional(),
  until: instant('Events published before this time; up to now without it.').optional(),
  ratePerSecond: z
    .int()
    .min(1)
    .max(10_000)
    .meta({
      description: 'At most so many deliveries a second; as fast as the receivers take them without it.',
      example: 50,
    })
    .optional(),
  start: z
    .boolean()
    .meta({
      description: '`true` starts at once; otherwise it is a plan that waits for `start`.',
      example: false,
    })
    .default(false),
};

export const PlanRecovery = z.strictObject({
  endpointIds: z
    .array(idOf('ep', 'endpoint'))
    .min(1)
    .max(1000)
    .meta({ description: 'These endpoints; all that the caller sees without it.' })
    .optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: EnvironmentChoice,
  deliveryIds: z
    .array(idOf('dlv', 'delivery'))
    .min(1)
    .max(1000)
    .meta({ description: 'These deliveries and no others; not with `endpointIds`, nor for `missed`.' })
    .optional(),
  statuses: z
    .array(DeliveryStatus)
    .min(1)
    .max(5)
    .meta({ description: 'Only deliveries of the scope that have one of these; not for `missed`.' })
    .optional(),
  ...selection,
});
export type PlanRecovery = z.infer<typeof PlanRecovery>;

export const RecoverEndpoint = z.strictObject({ id: idOf('ep', 'endpoint'), ...selection });

/** What can be done with a recovery: each is an operation of its own. */
export type RecoveryAction = 'start' | 'pause' | 'resume' | 'cancel';

export const RecoveryId = z.strictObject({ id: idOf('rcv', 'recovery') });
export const ListRecoveries = z.strictObject({
  ...pageInput,
  status: anyOf(RecoveryStatus).optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
});
export type ListRecoveries = z.infer<typeof ListRecoveries>;

export const CountRecoveries = ListRecoveries.omit(withoutPaging);
export type CountRecoveries = z.infer<typeof CountRecoveries>;
