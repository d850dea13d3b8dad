import { z } from 'zod';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ApiListSearch = z.object({
  cursor: z.string().optional().catch(undefined),
  dialog: z.literal('create').optional().catch(undefined),
});
