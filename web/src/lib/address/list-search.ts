import { PageOrder } from '@parley/shared/words/page';
import { z } from 'zod';
import { parseSearch } from './search-params.ts';

/** What the address of every list can say. Anything it does not understand counts as not said. */
export const listSearch = {
  cursor: z.string().max(300).optional().catch(undefined),
  order: PageOrder.optional().catch(undefined),
  /** By what the list runs, where it can run by more than the time. */
  sort: z.string().max(20).optional().catch(undefined),
  /** Ids of the columns that are shown, in their order, with commas between them. */
  columns: z.string().max(300).optional().catch(undefined),
  /** The row that the panel beside the list shows. */
  look: z.string().max(128).optional().catch(undefined),
  /** The saved view that the list was opened with. */
  view: z.string().max(40).optional().catch(undefined),
};

/** What says how a list is shown, and not what is in it. */
const shape = ['cursor', 'order', 'sort', 'columns', 'look', 'view', 'dialog'];

/** What an address says of the rows of a list, as one text: two with the same have the same rows. */
export function filterKey(address: string): string {
  return JSON.stringify(Object.entries(parseSearch(address)).filter(([name]) => !shape.includes(name)));
}
