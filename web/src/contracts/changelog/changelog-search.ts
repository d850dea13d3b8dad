import { z } from 'zod';

/** What the address of the changelog can say. Anything it does not understand counts as not said. */
export const ChangelogSearch = z.object({
  format: z.enum(['html', 'json', 'rss']).optional().catch(undefined),
});
