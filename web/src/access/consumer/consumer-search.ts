import { ConsumerKind, ConsumerStatus } from '@parley/shared/access/consumer';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ConsumerListSearch = z.object({
  search: z.string().max(100).optional().catch(undefined),
  kind: ConsumerKind.optional().catch(undefined),
  status: ConsumerStatus.optional().catch(undefined),
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const ConsumerSearch = z.object({
  dialog: z.enum(['edit', 'suspend', 'reactivate']).optional().catch(undefined),
});
