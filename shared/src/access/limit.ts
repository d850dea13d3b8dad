import { z } from 'zod';
import { text } from '../words/text.ts';

export const LimitPer = z.enum(['second', 'minute', 'day', 'month']).meta({
  id: 'LimitPer',
  description:
    '`second` and `minute`: the calls of the last second or minute, whenever that is looked at. `day` and `month`: those of the calendar, in the time zone of the plan.',
  example: 'minute',
});
export type LimitPer = z.infer<typeof LimitPer>;

const operationPattern = /^(?:[a-zA-Z][\w.-]{0,199}|(?:\*|[A-Z]{3,7}) \/[\w\-./{}~%!$&'()+,;=:@]{0,250}\*?)$/;

/** A limit as it is given. */
export const Limit = z
  .strictObject({
    calls: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .meta({ description: 'So many calls are let through.', example: 600 }),
    per: LimitPer,
    operations: z
      .array(
        z
          .string()
          .max(300)
          .regex(operationPattern, {
            error: 'An operationId, or a method and a path, such as `POST /v1/events` or `* /v1/endpoints*`.',
          })
          .meta({
            description:
              'An operationId, or method and path as the contract has them; `*` for any method, and at the end of a path for whatever follows.',
          }),
      )
      .min(1)
      .max(100)
      .meta({
        description:
          'Only calls of these operations are counted, all of them together. Left out: every call is.',
        example: ['POST /v1/events'],
      })
      .optional(),
  })
  .meta({ id: 'Limit', description: 'How many calls of what are let through within which time.' });
export type Limit = z.infer<typeof Limit>;

/** Two limits of one list that count the same. */
const countedBy = ({ per, operations }: Limit): string =>
  `${per} ${[...(operations ?? [])].toSorted().join(' ')}`;

export const Limits = z
  .array(Limit)
  .max(20)
  .superRefine((limits, context) => {
    const seen = new Map<string, number>();
    limits.forEach((limit, index) => {
      const first = seen.get(countedBy(limit));
      if (first !== undefined)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `Limit ${first + 1} counts the same calls within the same time; keep one of them.`,
        });
      seen.set(countedBy(limit), first ?? index);
    });
  })
  .meta({ example: [{ calls: 600, per: 'minute' }] });

/** A range of addresses: of IPv4 or IPv6, or one address. What it means is looked at by the server. */
export const Network = text(
  43,
  'A range of addresses in CIDR notation, of IPv4 or IPv6, or one address.',
  '192.0.2.0/24',
);

export const LimitState = z
  .object({
    policy: z.string().meta({ description: 'The name of the limit in `RateLimit`.', example: 'minute' }),
    calls: z.int().meta({ description: 'So many calls are let through.', example: 600 }),
    per: LimitPer,
    operations: z
      .array(z.string())
      .meta({ description: 'The operations that are counted; empty for all.', example: [] }),
    left: z.int().meta({ description: 'Calls that may follow at once.', example: 412 }),
    resetSeconds: z.int().meta({
      description: 'Until calls are given back, or until the period of the calendar ends.',
      example: 23,
    }),
  })
  .meta({ id: 'LimitState', description: 'Where a limit stands.' });
export type LimitState = z.infer<typeof LimitState>;
