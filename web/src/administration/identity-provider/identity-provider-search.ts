import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const IdentityProviderListSearch = z.object({
  ...listSearch,
  dialog: z.enum(['create']).optional().catch(undefined),
});

export const IdentityProviderSearch = z.object({
  ...tabSearch('history'),
  dialog: z.enum(['edit', 'remove']).optional().catch(undefined),
});
