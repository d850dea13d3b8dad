import type { ListQuery } from './live-list.ts';

/** Rows that are at hand already, as a table takes them. */
export function loadedList<Row>(items: Row[]): ListQuery<Row> {
  return {
    data: { items, nextCursor: null },
    error: null,
    refetch: () => undefined,
    isPlaceholderData: false,
  };
}
