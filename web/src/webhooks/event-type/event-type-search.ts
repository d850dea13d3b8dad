import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const EventTypeListSearch = z.object({
  search: z.string().max(128).optional().catch(undefined),
  subscribed: z.enum(['yes', 'no']).optional().catch(undefined),
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const EventTypeSearch = z.object({
  ...tabSearch('versions', 'history'),
  ...spanSearch,
  /** The older version that is compared with the newest. */
  version: z.coerce.number().int().positive().optional().catch(undefined),
  dialog: z.literal('edit').optional().catch(undefined),
});
