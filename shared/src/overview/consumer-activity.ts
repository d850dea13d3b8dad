import { z } from 'zod';
import { anyOf, pageInput, pageOf } from '../words/page.ts';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { isoTime } from '../words/text.ts';

export const ActivityKind = z.enum(['change', 'failed_delivery', 'notice']).meta({
  id: 'ActivityKind',
  description:
    '`change`: an entry of the audit trail, such as a new key. `failed_delivery`: a delivery that waits for another attempt, or is exhausted. `notice`: it was told of changes of a contract.',
  example: 'change',
});
export type ActivityKind = z.infer<typeof ActivityKind>;

export const ListConsumerActivity = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer'),
  environment: Environment.optional(),
  kind: anyOf(ActivityKind).optional(),
  since: instant('At or after this time.').optional(),
  until: instant('Before this time.').optional(),
});
export type ListConsumerActivity = z.infer<typeof ListConsumerActivity>;

export const ConsumerActivityView = z
  .object({
    id: z.string().meta({
      description: 'Of the audit entry, the delivery or the notice.',
      example: 'dlv_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    at: isoTime('When; of a delivery, when it was made.'),
    kind: ActivityKind,
    text: z.string().meta({
      description: 'What happened, in words; of a change its action, `noun.verb`.',
      example: 'api_key.create',
    }),
    actorId: z.string().nullable().meta({ description: 'Who did it, of a change.' }),
    actorName: z.string().nullable().meta({ description: 'Its name at that time.' }),
    targetId: z
      .string()
      .nullable()
      .meta({ description: 'What it happened to: the object that was changed, or the contract version.' }),
    endpointId: z.string().nullable().meta({ description: 'Of a delivery.' }),
    api: z.string().nullable().meta({ description: 'Of a notice: the API in addresses.' }),
    isOver: z
      .boolean()
      .nullable()
      .meta({ description: 'Of a delivery: whether it is exhausted, and nothing is tried any more.' }),
  })
  .meta({ id: 'ConsumerActivity', description: 'Something that happened to a consumer.' });
export type ConsumerActivityView = z.infer<typeof ConsumerActivityView>;

export const ConsumerActivityPage = pageOf(ConsumerActivityView);
