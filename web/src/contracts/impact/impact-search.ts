import { z } from 'zod';

/** What the address of the impact can say. Anything it does not understand counts as not said. */
export const ImpactSearch = z.object({
  days: z.coerce.number().int().min(1).max(400).optional().catch(undefined),
  /** Whether calls with test keys count. */
  test: z.literal('yes').optional().catch(undefined),
  /** Ids of consumers that do not count, joined by commas. */
  excluded: z.string().max(2000).optional().catch(undefined),
});

export const daysByDefault = 30;
