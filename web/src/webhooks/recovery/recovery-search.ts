import { EventTypeName } from '@parley/shared/words/event-type-name';
import { RecoveryScope, RecoveryStatus } from '@parley/shared/webhooks/recovery';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

const id = z.string().max(128).optional().catch(undefined);

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const RecoveryListSearch = z.object({
  status: RecoveryStatus.optional().catch(undefined),
  consumerId: id,
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
  /** What the dialog begins with. */
  endpointId: id,
  eventType: EventTypeName.optional().catch(undefined),
  scope: RecoveryScope.optional().catch(undefined),
  ...spanSearch,
});

export const RecoverySearch = z.object({
  ...tabSearch('history'),
  dialog: z.literal('cancel').optional().catch(undefined),
});
