import { PageOrder } from '@parley/shared/words/page';
import { z } from 'zod';

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
export const listShape = ['cursor', 'order', 'sort', 'columns', 'look', 'view', 'env', 'dialog'] as const;

/** What is left of an address of a list: its filters. Two lists with the same have the same rows. */
export function filtersOf(search: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape: readonly string[] = listShape;
  return Object.fromEntries(
    Object.entries(search).filter(([name, value]) => value !== undefined && !shape.includes(name)),
  );
}
