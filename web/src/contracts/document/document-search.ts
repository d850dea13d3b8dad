import { z } from 'zod';

/** What the address of the contract can say. Anything it does not understand counts as not said. */
export const DocumentSearch = z.object({
  search: z.string().max(100).optional().catch(undefined),
});
