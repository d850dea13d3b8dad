import type { PageOrder } from '@parley/shared/words/page';
import { useListOrder } from './use-list-order.ts';

/** The order of a list of what people name, as the server takes it: by time, or by the name. */
export function useNameSort(): { sort: 'name' | undefined; order: PageOrder | undefined } {
  const { sort, order } = useListOrder();
  return { sort: sort === 'name' ? 'name' : undefined, order };
}
