import { z } from 'zod';

/** What the address of a contract version can say on each of its parts. */
export const ContractPageSearch = z.object({
  dialog: z.enum(['review', 'publish', 'deprecate', 'retire']).optional().catch(undefined),
  /** What it is compared with, by id; what was published before it, without this. */
  from: z.string().max(128).optional().catch(undefined),
});
