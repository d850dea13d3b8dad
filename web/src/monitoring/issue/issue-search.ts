import { IssueCause, IssueStatus } from '@parley/shared/monitoring/issue';
import { z } from 'zod';

const id = z.string().max(128).optional().catch(undefined);

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const IssueListSearch = z.object({
  status: IssueStatus.optional().catch(undefined),
  cause: IssueCause.optional().catch(undefined),
  consumerId: id,
  endpointId: id,
  cursor: z.string().optional().catch(undefined),
});

export const IssueSearch = z.object({
  dialog: z.enum(['acknowledge', 'mute', 'resolve', 'reopen']).optional().catch(undefined),
});
