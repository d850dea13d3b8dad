import { EventTypeName } from '@parley/shared/words/event-type-name';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const EventListSearch = z.object({
  type: EventTypeName.optional().catch(undefined),
  subject: z.string().max(200).optional().catch(undefined),
  consumerId: z.string().max(128).optional().catch(undefined),
  ...spanSearch,
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const EventSearch = z.object({ ...tabSearch('data', 'activity', 'history') });
