import { ApiKeyStatus } from '@parley/shared/access/status';
import { z } from 'zod';
import { keyQuestions } from './key-presets.ts';
import { listSearch } from '../../lib/address/list-search.ts';
import { tabSearch } from '../../lib/address/tab-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const ApiKeyListSearch = z.object({
  consumerId: z.string().max(128).optional().catch(undefined),
  status: ApiKeyStatus.optional().catch(undefined),
  q: z.string().max(100).optional().catch(undefined),
  ask: z.enum(keyQuestions).optional().catch(undefined),
  ...listSearch,
  dialog: z.literal('create').optional().catch(undefined),
});

export const ApiKeySearch = z.object({
  ...tabSearch('activity', 'settings', 'history'),
  dialog: z.enum(['rotate', 'revoke']).optional().catch(undefined),
});
