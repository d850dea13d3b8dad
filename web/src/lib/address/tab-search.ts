import { useSearch } from '@tanstack/react-router';
import { z } from 'zod';

/**
 * The fields of an address that say which part of an object is looked at, the first one without, and which page of the list
 * that the part is.
 *
 * @example
 * export const EndpointSearch = z.object({ ...tabSearch('activity', 'settings', 'history') });
 */
export function tabSearch<const Tabs extends readonly [string, ...string[]]>(...others: Tabs) {
  const tab = z.enum(others).optional().catch(undefined);
  return { tab, cursor: z.string().optional().catch(undefined) };
}

/** The part that the address names, whatever page it is of. */
export function useTab(): string | undefined {
  return useSearch({
    strict: false,
    select: (search) => ('tab' in search && typeof search.tab === 'string' ? search.tab : undefined),
  });
}
