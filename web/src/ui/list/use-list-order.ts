import type { PageOrder } from '@parley/shared/words/page';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** By what a list runs and which way, and how to change it. */
export interface ListOrder {
  sort: string;
  order: PageOrder;
  /** Runs by this column; the other way where it does already. */
  toggle: (sort: string | undefined) => void;
}

/** The way that a column runs at first: names from A, times from now. */
const own = (by: string): PageOrder => (by === 'name' ? 'asc' : 'desc');

/** The order that the address asks for: the newest first without a word. A cursor belongs to one order and is dropped. */
export function useListOrder(): ListOrder {
  const navigate = useNavigate();
  const { sort = 'created', order } = useSearch({
    strict: false,
    select: (search) => ({ sort: search.sort, order: search.order }),
    structuralSharing: true,
  });
  const shown = order ?? own(sort);
  const toggle = (by: string = 'created') => {
    const next = by === sort ? (shown === 'asc' ? 'desc' : 'asc') : own(by);
    void navigate({
      to: '.',
      search: (search: object) => ({
        ...search,
        cursor: undefined,
        sort: by === 'created' ? undefined : by,
        order: next === own(by) ? undefined : next,
      }),
      resetScroll: false,
    });
  };
  return { sort, order: shown, toggle };
}
