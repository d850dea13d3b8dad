import { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { EventTypeName } from '@parley/shared/words/event-type-name';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

const id = z.string().max(128).optional().catch(undefined);

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const DeliveryListSearch = z.object({
  status: DeliveryStatus.optional().catch(undefined),
  eventType: EventTypeName.optional().catch(undefined),
  endpointId: id,
  consumerId: id,
  eventId: id,
  ...spanSearch,
  ...listSearch,
});

export const DeliverySearch = z.object({
  ...tabSearch('request', 'response', 'history'),
  dialog: z.literal('replay').optional().catch(undefined),
});
