import { z } from 'zod';

/** What every list takes: how many rows, and where the last page ended. */
export const pageInput = {
  limit: z.int().min(1).max(200).meta({ description: 'Rows on a page, 1 to 200.', example: 50 }).default(50),
  cursor: z
    .string()
    .max(200)
    .meta({ description: 'The `nextCursor` of the page before. Leave out for the first page.' })
    .optional(),
};

/** What every list answers: newest first, and the cursor of the next page or `null` at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).meta({
      description:
        'The rows of this page, newest first. There may be fewer than asked for, and another page.',
    }),
    nextCursor: z
      .string()
      .meta({ description: 'Pass as `cursor` for the next page; `null` on the last one.' })
      .nullable(),
  });
