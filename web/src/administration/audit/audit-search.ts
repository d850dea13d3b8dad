import { z } from 'zod';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const AuditListSearch = z.object({
  action: z.string().max(100).optional().catch(undefined),
  actorId: z.string().max(128).optional().catch(undefined),
  targetId: z.string().max(128).optional().catch(undefined),
  requestId: z.string().max(128).optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});
