import { ChangeSeverity } from '@parley/shared/contracts/api';
import { z } from 'zod';

/** What the address of the changes can say. Anything it does not understand counts as not said. */
export const ChangesSearch = z.object({
  severity: ChangeSeverity.optional().catch(undefined),
  search: z.string().max(100).optional().catch(undefined),
  group: z.literal('severity').optional().catch(undefined),
  /** The fingerprint of the change that is being accepted; `shown` for all that wait for it and show. */
  accept: z.string().max(64).optional().catch(undefined),
});
