import { z } from 'zod';

/** What the address of the findings can say. Anything it does not understand counts as not said. */
export const LintSearch = z.object({
  severity: z.enum(['error', 'warn', 'info']).optional().catch(undefined),
  rule: z.string().max(100).optional().catch(undefined),
  search: z.string().max(100).optional().catch(undefined),
});
