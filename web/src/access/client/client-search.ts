import { ClientStatus } from '@parley/shared/access/status';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ClientListSearch = z.object({
  consumerId: z.string().max(128).optional().catch(undefined),
  status: ClientStatus.optional().catch(undefined),
  ...listSearch,
  dialog: z.enum(['create', 'replace-keys']).optional().catch(undefined),
});

export const ClientSearch = z.object({
  ...tabSearch('activity', 'settings', 'history'),
  dialog: z.enum(['rotate', 'revoke', 'end-secret']).optional().catch(undefined),
});
