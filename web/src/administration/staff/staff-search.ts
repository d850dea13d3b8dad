import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';

/** What the address of the list can say. `staffId` names the person whom a dialog other than `create` is about. */
export const StaffListSearch = z.object({
  ...listSearch,
  dialog: z.enum(['create', 'edit', 'disable', 'enable', 'reset', 'separate']).optional().catch(undefined),
  staffId: z.string().max(128).optional().catch(undefined),
});
