import { useSearch } from '@tanstack/react-router';
import { z } from 'zod';

/**
 * The field of an address that says which part of an object is looked at; the first part is what it shows without.
 *
 * @example
 * export const EndpointSearch = z.object({ ...tabSearch('activity', 'settings', 'history') });
 */
export function tabSearch<const Tabs extends readonly [string, ...string[]]>(...others: Tabs) {
  return { tab: z.enum(others).optional().catch(undefined) };
}

/** The part that the address names, whatever page it is of. */
export function useTab(): string | undefined {
  return useSearch({
    strict: false,
    select: (search) => ('tab' in search && typeof search.tab === 'string' ? search.tab : undefined),
  });
}
