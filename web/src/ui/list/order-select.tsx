import { NativeSelect } from '@mantine/core';
import type { ListOrder } from './use-list-order.ts';

/** Which way a list runs by time, for those who have no head of a column to press, as on a phone. */
export function OrderSelect({ order: { sort, order, toggle } }: { order: ListOrder }) {
  const isByTime = sort === 'created';
  return (
    <NativeSelect
      label="Order"
      value={isByTime ? order : ''}
      data={[
        { value: 'desc', label: 'Newest first' },
        { value: 'asc', label: 'Oldest first' },
        ...(isByTime ? [] : [{ value: '', label: `By ${sort}` }]),
      ]}
      onChange={({ currentTarget: { value } }) => {
        if (value !== '' && (!isByTime || value !== order)) toggle('created');
      }}
    />
  );
}
