import { z } from 'zod';

/** What the address of the rules can say. Anything it does not understand counts as not said. */
export const RulesSearch = z.object({
  search: z.string().max(100).optional().catch(undefined),
});
