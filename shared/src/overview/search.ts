import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { anyOf } from '../words/page.ts';
import { searchWords } from '../words/search-words.ts';
import { isoTime } from '../words/text.ts';

export const SearchKind = z
  .enum([
    'consumer',
    'api_key',
    'endpoint',
    'event_type',
    'event',
    'delivery',
    'recovery',
    'api',
    'contract_version',
    'operation',
    'notice',
    'staff',
  ])
  .meta({ id: 'SearchKind', description: 'What was found.', example: 'consumer' });
export type SearchKind = z.infer<typeof SearchKind>;

export const SearchGrade = z.enum(['exact', 'prefix', 'word', 'part', 'similar']).meta({
  id: 'SearchGrade',
  description:
    'How well it fits: `exact`, a whole name, address or id; `prefix`, the name begins so; `word`, words begin so; `part`, it is in there; `similar`, with letters that differ.',
});
export type SearchGrade = z.infer<typeof SearchGrade>;

export const SearchInput = z.strictObject({
  q: searchWords,
  kind: anyOf(SearchKind).optional(),
  environment: Environment.optional(),
  limit: z
    .int()
    .min(1)
    .max(20)
    .meta({ description: 'Results of each kind, 1 to 20.', example: 5 })
    .default(5),
});
export type SearchInput = z.infer<typeof SearchInput>;

export const SearchHit = z
  .object({
    kind: SearchKind,
    id: z.string().meta({
      description:
        'Its id; of an event ours, of an event type its name, of an operation its `operationId`, or method and path.',
      example: 'con_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    title: z.string().meta({ description: 'What it is called.', example: 'Northwind Traders' }),
    detail: z
      .string()
      .meta({ description: 'More to tell it from others, such as an e-mail address.' })
      .nullable(),
    state: z.string().meta({ description: 'Its status, in the words of its own object.' }).nullable(),
    environment: Environment.nullable().meta({
      description: 'The world that it belongs to; `null` for what both have.',
    }),
    consumerId: z.string().meta({ description: 'Whose it is.' }).nullable(),
    consumerName: z
      .string()
      .meta({ description: 'The name of that consumer, for who may read consumers.' })
      .nullable(),
    apiSlug: z.string().meta({ description: 'The API that it belongs to.' }).nullable(),
    versionId: z.string().meta({ description: 'The contract version that it belongs to.' }).nullable(),
    grade: SearchGrade,
    at: isoTime('When it was made.').nullable(),
  })
  .meta({ id: 'SearchHit', description: 'One thing that was found.' });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchGroup = z
  .object({
    kind: SearchKind,
    hits: z.array(SearchHit).meta({ description: 'Best first, then newest.' }),
    count: z.int().meta({ description: 'How many there are in all, as far as was counted.' }),
    isMore: z.boolean().meta({ description: 'That there may be more than `count`.' }),
  })
  .meta({ id: 'SearchGroup', description: 'What was found of one kind.' });
export type SearchGroup = z.infer<typeof SearchGroup>;

export const SearchView = z
  .object({
    groups: z
      .array(SearchGroup)
      .meta({ description: 'Kinds of which something was found, the one with the best first.' }),
    searched: z.array(SearchKind).meta({
      description:
        'The kinds that were searched: those that the caller may read, of those that were asked for.',
    }),
    isComplete: z.boolean().meta({
      description:
        '`false` while names that were written a moment ago, or before an upgrade, are still being made findable.',
    }),
  })
  .meta({ id: 'SearchResults', description: 'What was found, by kind.' });
export type SearchView = z.infer<typeof SearchView>;
