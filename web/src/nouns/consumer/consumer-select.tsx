import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useConsumerName } from './use-consumer-name.ts';
import { useConsumerOptions } from './use-consumer-options.ts';

/**
 * The field of a form that takes a consumer, found by a part of its name among any number of them. `value` is an id;
 * `''` means none.
 */
export function ConsumerSelect({
  value,
  onChange,
  ...input
}: Pick<SelectProps, 'label' | 'description' | 'error'> & {
  value: string;
  onChange: (id: string) => void;
  'data-autofocus'?: boolean;
}) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const name = useConsumerName(value || null);
  const found = useConsumerOptions(search === name ? '' : search.slice(0, 100));
  const isListed = found.some((option) => option.value === value);
  return (
    <Select
      {...input}
      required
      searchable
      openOnFocus={false}
      placeholder="Type a name"
      nothingFoundMessage="No consumer has this name"
      // The server searches; what it answered is shown as it is.
      filter={({ options }) => options}
      data={value && !isListed ? [{ value, label: name }, ...found] : found}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
    />
  );
}
