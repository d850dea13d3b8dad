import { z } from 'zod';
import { DeliveryStatus } from '../webhooks/delivery.ts';
import { EndpointHealth } from '../webhooks/endpoint.ts';
import { CallsOfDay, figureDays } from '../words/calls.ts';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';
import { TimeZone } from '../words/time-zone.ts';

export const GetConsumerFigures = z.strictObject({
  id: idOf('con', 'consumer'),
  environment: EnvironmentChoice,
  days: figureDays,
  zone: TimeZone,
});
export type GetConsumerFigures = z.infer<typeof GetConsumerFigures>;

const CallsOfHour = z
  .object({
    from: isoTime('Start of the hour.'),
    calls: z.int().meta({ description: 'Calls of this hour, by all doors.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
  })
  .meta({ id: 'CallsOfHour', description: 'How often something called within one hour.' });

const KeyNumbers = z
  .object({
    active: z.int().meta({ description: 'Keys that are accepted.' }),
    unused: z.int().meta({ description: 'Of these, how many were not used for 30 days, or never.' }),
    endingSoon: z.int().meta({ description: 'Of these, how many end within 30 days.' }),
    lastUsedAt: isoTime('The latest call with any of its keys.').nullable(),
    isMore: z
      .boolean()
      .meta({ description: 'Whether it has more keys than were looked at, which are the latest 200.' }),
  })
  .meta({ id: 'ConsumerKeyNumbers', description: 'The keys of a consumer in one environment.' });

const EndpointsOfHealth = z
  .object({
    health: EndpointHealth,
    count: z.int().meta({ description: 'How many of the latest 200 endpoints.' }),
  })
  .meta({ id: 'EndpointsOfHealth', description: 'How many endpoints fare like this.' });

const DeliveriesOfStatus = z
  .object({
    status: DeliveryStatus,
    count: z.int().meta({ description: 'Deliveries that were made within 7 days; 10,000 at most.' }),
    isMore: z.boolean().meta({ description: 'Whether there are more than that.' }),
  })
  .meta({ id: 'DeliveriesOfStatus', description: 'How many deliveries have this status.' });

const CalledVersion = z
  .object({
    api: z.string().meta({ description: 'Name of the API in addresses.', example: 'billing' }),
    versionId: idOf('ctr', 'contract version')
      .nullable()
      .meta({ description: 'The contract version that was served; `null` before one was known.' }),
    version: z.string().nullable().meta({ description: '`info.version` of its document.', example: '2.1.0' }),
    status: z.string().nullable().meta({ description: 'Where it stands.', example: 'deprecated' }),
    sunsetAt: isoTime('When it stops being promised.').nullable(),
    operationCount: z.int().meta({ description: 'How many of its operations were called.' }),
    calls: z.int().meta({ description: 'Calls over REST within the days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastAt: isoTime('The latest call.'),
  })
  .meta({ id: 'CalledVersion', description: 'A contract version that a consumer calls.' });

const CalledOperation = z
  .object({
    api: z.string().meta({ description: 'Name of the API in addresses.', example: 'billing' }),
    operation: z.string().meta({ description: 'Method and path.', example: 'GET /v1/pets' }),
    calls: z.int().meta({ description: 'Calls over REST within the days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastAt: isoTime('The latest call.'),
  })
  .meta({ id: 'CalledOperation', description: 'An operation that a consumer calls.' });

const NoticeToConsumer = z
  .object({
    api: z.string().meta({ description: 'Name of the API in addresses.', example: 'billing' }),
    versionId: idOf('ctr', 'contract version'),
    version: z.string().meta({ description: '`info.version` of its document.', example: '2.1.0' }),
    channel: z.string().meta({
      description: 'How it was told: `event`, `mail`, or `none`, where there was no way.',
      example: 'event',
    }),
    changeCount: z.int().meta({ description: 'How many changes affect it.' }),
    toldAt: isoTime('When it was told.'),
    stillCalls: z
      .boolean()
      .meta({ description: 'Whether it called what was changed after that, in this environment.' }),
  })
  .meta({ id: 'NoticeToConsumer', description: 'That a consumer was told of changes.' });

/** How a consumer does in one environment, across all wings. */
export const ConsumerFigures = z
  .object({
    environment: Environment,
    countedSince: isoTime(
      'The first hour of which a call is counted; `null` where there is none.',
    ).nullable(),
    days: z.array(CallsOfDay).meta({ description: 'Every day, the oldest first; the last one is not over.' }),
    hours: z.array(CallsOfHour).meta({ description: 'The last 24 hours, every one, the oldest first.' }),
    calls: z.int().meta({ description: 'Calls of the days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    callsLastDay: z.int().meta({ description: 'Calls of the hours.' }),
    errorsLastDay: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    keys: KeyNumbers.nullable().meta({ description: '`null` for who may not read API keys.' }),
    endpoints: z
      .array(EndpointsOfHealth)
      .nullable()
      .meta({ description: 'Its endpoints by health; `null` for who may not read endpoints.' }),
    deliveries: z
      .array(DeliveriesOfStatus)
      .nullable()
      .meta({ description: 'Every status; `null` for who may not read deliveries.' }),
    versions: z.array(CalledVersion).nullable().meta({
      description:
        'Contract versions that it called, the most first, fifty at most; by days in UTC. `null` for who may not read contracts.',
    }),
    operations: z.array(CalledOperation).meta({
      description:
        'Operations of contracts that it called over REST, the most first, fifty at most; by days in UTC. Calls over tRPC are counted in `calls` alone.',
    }),
    operationCount: z.int().meta({ description: 'How many operations it called; 5,000 at most.' }),
    notices: z
      .array(NoticeToConsumer)
      .nullable()
      .meta({ description: 'The latest ten; `null` for who may not read contracts.' }),
  })
  .meta({ id: 'ConsumerFigures', description: 'How a consumer does in one environment.' });
export type ConsumerFigures = z.infer<typeof ConsumerFigures>;
