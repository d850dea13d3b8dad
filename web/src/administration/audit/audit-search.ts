import { AuditActorKind } from '@parley/shared/administration/audit';
import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';
import { spanSearch } from '../../lib/time/span.ts';

const id = z.string().max(200).optional().catch(undefined);

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const AuditListSearch = z.object({
  action: z.string().max(100).optional().catch(undefined),
  actorKind: AuditActorKind.optional().catch(undefined),
  actorId: id,
  targetId: id,
  consumerId: id,
  requestId: id,
  ...spanSearch,
  ...listSearch,
});
