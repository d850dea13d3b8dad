import { ContractStatus } from '@parley/shared/contracts/contract';
import { z } from 'zod';

/** What the address of an API can say on each of its parts. */
export const ApiPageSearch = z.object({
  dialog: z.enum(['upload', 'check', 'edit']).optional().catch(undefined),
});

export const ApiVersionsSearch = z.object({
  status: ContractStatus.optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});
