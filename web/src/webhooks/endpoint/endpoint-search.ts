import { z } from 'zod';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { listSearch } from '../../lib/address/list-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const EndpointListSearch = z.object({
  consumerId: z.string().max(128).optional().catch(undefined),
  status: z.enum(['active', 'disabled']).optional().catch(undefined),
  /** Words for their health, with commas between them. */
  q: z.string().max(100).optional().catch(undefined),
  health: z.string().max(100).optional().catch(undefined),
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const EndpointSearch = z.object({
  ...tabSearch('activity', 'settings', 'history'),
  ...spanSearch,
  dialog: z.enum(['edit', 'test', 'rotate', 'disable', 'enable', 'remove']).optional().catch(undefined),
});
