import { useState } from 'react';
import { useConsumerName } from './use-consumer-name.ts';
import { useConsumerOptions } from './use-consumer-options.ts';
import { LookupFilter } from '../../ui/filter/lookup-filter.tsx';

/** Filters by one consumer, found by a part of its name. `undefined` means all. */
export function ConsumerFilter({
  label = 'Consumer',
  value,
  onChange,
}: {
  label?: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const [search, setSearch] = useState('');
  const options = useConsumerOptions(search);
  const name = useConsumerName(value ?? null);
  return (
    <LookupFilter
      key={value}
      label={label}
      chosen={value ? { value, label: name } : undefined}
      options={options}
      onSearch={setSearch}
      onChange={onChange}
    />
  );
}
