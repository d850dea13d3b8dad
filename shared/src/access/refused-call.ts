import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

export const ListRefusedCalls = z.strictObject({
  id: idOf('con', 'consumer'),
  environment: Environment.optional(),
});
export type ListRefusedCalls = z.infer<typeof ListRefusedCalls>;

export const RefusedCallView = z
  .object({
    keyId: z.string().meta({
      description: 'The key, client or caller by a trusted issuer that called.',
      example: 'key_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    keyName: z.string().meta({ description: 'What it was called then.', example: 'billing worker' }),
    environment: Environment,
    code: z.string().meta({ description: 'The `code` of the problem.', example: 'rate.limited' }),
    reason: z.string().meta({
      description: 'Why, in words: which limit, which scope, which address.',
      example: 'The limit is 3 calls a day (day).',
    }),
    operation: z.string().nullable().meta({
      description: 'What was called; `null` where it was refused before that was looked at.',
      example: 'delivery.list',
    }),
    calls: z.int().meta({ description: 'How often.' }),
    firstAt: isoTime('The first time.'),
    lastAt: isoTime('The latest time.'),
  })
  .meta({ id: 'RefusedCall', description: 'Calls of one credential that were refused for one reason.' });
export type RefusedCallView = z.infer<typeof RefusedCallView>;

export const RefusedCallList = z
  .object({
    items: z.array(RefusedCallView).meta({ description: 'The latest first, 100 at most.' }),
  })
  .meta({ id: 'RefusedCallList', description: 'Why calls of a consumer are refused.' });
export type RefusedCallList = z.infer<typeof RefusedCallList>;
