import { z } from 'zod';
import { listSearch } from '../../lib/address/list-search.ts';

/** What the address of the list can say. Anything it does not understand counts as not said. */
export const BulkChangeListSearch = z.object(listSearch);
