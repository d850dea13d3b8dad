import { IssuerStatus } from '@parley/shared/access/status';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const IssuerListSearch = z.object({
  status: IssuerStatus.optional().catch(undefined),
  ...listSearch,
  dialog: z.enum(['create', 'try']).optional().catch(undefined),
});

export const IssuerSearch = z.object({
  ...tabSearch('settings', 'history'),
  dialog: z.enum(['edit', 'add', 'remove', 'try']).optional().catch(undefined),
});
