import { z } from 'zod';
import { Scope } from '../scope.ts';
import { Environment } from '../words/environment.ts';
import { EventTypePattern } from '../words/event-type-name.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';
import { isTimeZone } from '../words/time-zone.ts';
import { Limits, LimitState, Network } from './limit.ts';

export const PlanEnvironment = z
  .strictObject({
    scopes: z
      .array(Scope)
      .max(100)
      .meta({
        description: 'All that any credential of the consumer may do here.',
        example: ['events:publish', 'endpoints:read'],
      }),
    limits: Limits.meta({
      description: 'How much all of its credentials together may call.',
      example: [
        { calls: 20, per: 'second' },
        { calls: 100_000, per: 'day' },
      ],
    }).default([]),
    networks: z
      .array(Network)
      .max(100)
      .meta({
        description: 'Whence it may call; empty for anywhere.',
        example: ['192.0.2.0/24', '2001:db8::/32'],
      })
      .default([]),
    eventTypes: z
      .array(EventTypePattern)
      .max(100)
      .meta({
        description:
          'Which events its endpoints may have: event types, `invoice.*`, or `*`. Left out: whichever they ask for; empty: none. What Parley itself tells, `parley.*` and `contract.changed`, needs no entry.',
        example: ['invoice.*'],
      })
      .optional(),
  })
  .meta({ id: 'PlanEnvironment', description: 'What a consumer may do at most in one environment.' });
export type PlanEnvironment = z.infer<typeof PlanEnvironment>;

export const WhenStoreIsAway = z.enum(['open', 'closed']).meta({
  id: 'WhenStoreIsAway',
  description:
    'What happens while the processes cannot count together: `open` lets each process count by itself, `closed` refuses calls that a limit counts.',
  example: 'open',
});
export type WhenStoreIsAway = z.infer<typeof WhenStoreIsAway>;

const live = PlanEnvironment.meta({
  description: 'In `live`; left out, it may do nothing there.',
}).optional();
const test = PlanEnvironment.meta({
  description: 'In `test`; left out, it may do nothing there.',
}).optional();
const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'A name of the IANA time zone database, such as Europe/Berlin.')
  .meta({ description: 'By whose calendar days and months begin.', example: 'Europe/Berlin' });

export const PlanView = z
  .object({
    consumerId: idOf('con', 'consumer'),
    isEnforced: z.boolean().meta({
      description: '`false`: there is no plan, and only what its credentials hold limits the consumer.',
    }),
    live,
    test,
    timeZone,
    whenStoreIsAway: WhenStoreIsAway,
    updatedAt: isoTime('When it was set last; `null` when it never was.').nullable(),
  })
  .meta({
    id: 'Plan',
    description: 'What a consumer may do at most, looked at when a credential is made and at each call.',
  });
export type PlanView = z.infer<typeof PlanView>;

export const PutPlan = z.strictObject({
  id: idOf('con', 'consumer'),
  live,
  test,
  timeZone: timeZone.default('UTC'),
  whenStoreIsAway: WhenStoreIsAway.default('open'),
});
export type PutPlan = z.infer<typeof PutPlan>;

export const GetLimitsUsed = z.strictObject({ id: idOf('con', 'consumer'), environment: Environment });
export type GetLimitsUsed = z.infer<typeof GetLimitsUsed>;

export const LimitsUsed = z
  .object({
    items: z.array(LimitState).meta({ description: 'The limits of the plan, in their order.' }),
    countedBy: z.enum(['process', 'database', 'redis']).meta({
      id: 'LimitsCountedBy',
      description: 'Who counts: this process, or all of them together in the database or in Redis.',
      example: 'process',
    }),
    localDecisions: z.int().meta({
      description: 'How often this process had to count by itself since it started, as the store was away.',
    }),
  })
  .meta({ id: 'LimitsUsed', description: 'How much of its limits a consumer has used.' });
export type LimitsUsed = z.infer<typeof LimitsUsed>;
