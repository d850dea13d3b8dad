import { ConsumerKind, ConsumerStatus } from '@parley/shared/access/consumer';
import { ActivityKind } from '@parley/shared/overview/consumer-activity';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ConsumerListSearch = z.object({
  search: z.string().max(100).optional().catch(undefined),
  kind: ConsumerKind.optional().catch(undefined),
  status: ConsumerStatus.optional().catch(undefined),
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const ConsumerSearch = z.object({
  ...tabSearch('activity', 'plan', 'settings', 'history'),
  ...spanSearch,
  /** Of what happened, only this. */
  what: ActivityKind.optional().catch(undefined),
  dialog: z.enum(['edit', 'plan', 'link', 'suspend', 'reactivate']).optional().catch(undefined),
});
