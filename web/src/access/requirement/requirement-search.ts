import { RequirementStatus } from '@parley/shared/access/status';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const RequirementListSearch = z.object({
  status: RequirementStatus.optional().catch(undefined),
  consumerId: z.string().max(128).optional().catch(undefined),
  ...listSearch,
});

export const RequirementSearch = z.object({
  ...tabSearch('discussion', 'history'),
  dialog: z
    .enum(['request-changes', 'decline', 'suspend', 'archive', 'edit', 'link'])
    .optional()
    .catch(undefined),
});
