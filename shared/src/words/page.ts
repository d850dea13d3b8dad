import { z } from 'zod';

/** Which way a list runs, by the time that its rows were made. */
export const PageOrder = z.enum(['desc', 'asc']).meta({
  id: 'PageOrder',
  description: '`desc`, the newest first, unless `asc` is asked for: the oldest first.',
  example: 'asc',
});
export type PageOrder = z.infer<typeof PageOrder>;

/** How many rows a list has with these filters, for people: nobody waits for a number past ten thousand. */
export const RowCount = z
  .object({
    count: z.int().meta({ description: 'Rows that were counted.' }),
    isMore: z.boolean().meta({ description: 'Whether there are more than were counted.' }),
  })
  .meta({ id: 'RowCount', description: 'How many rows a list has with these filters.' });
export type RowCount = z.infer<typeof RowCount>;

/** By what a list of what people name runs. */
export const NameSort = z.enum(['created', 'name']).meta({
  id: 'NameSort',
  description:
    'By what the list runs: `created`, unless `name` is asked for. `order=asc` is from A to Z then.',
  example: 'name',
});

/** A filter by words, as people write them. */
export const wordsFilter = (what: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .meta({
      description: `Words, parts of words or with a slip of the finger, of ${what}: the best 500 that fit.`,
      example: 'north',
    });

/** What a count takes of what its list takes: the filters. */
export const withoutPaging = { limit: true, cursor: true, order: true } as const;

/** What every list takes: how many rows, which way, and where another page ended. */
export const pageInput = {
  limit: z.int().min(1).max(200).meta({ description: 'Rows on a page, 1 to 200.', example: 50 }).default(50),
  cursor: z
    .string()
    .max(300)
    .meta({
      description:
        'The `nextCursor` or `previousCursor` of another page of this list with these filters. Leave out for the first page.',
    })
    .optional(),
  order: PageOrder.optional(),
};

/**
 * What every list answers: its rows, and the cursors of the pages beside it, `null` where there is none. The page of a view that is
 * named `Event` is named `EventPage`.
 */
export const pageOf = <Item extends z.ZodType>(item: Item) => {
  const name = item.meta()?.id;
  if (name === undefined) throw new Error('The view of a list needs an id in its meta.');
  return z
    .object({
      items: z.array(item).meta({
        description:
          'The rows of this page in the order that was asked for. There may be fewer than asked for, and another page.',
      }),
      nextCursor: z
        .string()
        .meta({ description: 'Pass as `cursor` for the next page; `null` on the last one.' })
        .nullable(),
      previousCursor: z
        .string()
        .meta({ description: 'Pass as `cursor` for the page before; `null` on the first one.' })
        .nullable(),
    })
    .meta({ id: `${name}Page`, description: 'One page of a list.' });
};

const valuesMax = 10;

/**
 * A filter that takes one value, or up to ten of which any will do: over REST `?status=failed&status=pending` or
 * `?status=failed,pending`, over tRPC a value or a list.
 */
export const anyOf = <One extends z.ZodType>(one: One) => {
  const several = z.array(one).min(1).max(valuesMax);
  const description = z.globalRegistry.get(one)?.description ?? '';
  // A list of one is what one is in an address: clients are made from the list alone.
  return z.union([one, several]).meta({
    description: `${description} Several, and any of them will do.`.trim(),
    override: ({ jsonSchema }: { jsonSchema: { anyOf?: object[] } }) => {
      const [, list] = jsonSchema.anyOf ?? [];
      delete jsonSchema.anyOf;
      Object.assign(jsonSchema, list);
    },
  });
};

/** The values of such a filter; `undefined` when it was not given. */
export const valuesOf = <One extends string>(
  given: One | readonly One[] | undefined,
): readonly One[] | undefined => (typeof given === 'string' ? [given] : given);
