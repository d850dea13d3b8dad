import { Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

interface Option {
  value: string;
  label: string;
}

/**
 * Filters by one of many objects, found by typing a part of its name; `onSearch` gets that part a moment after the
 * typing stops. `chosen` is shown even while it is not among the `options`.
 */
export function LookupFilter({
  label,
  chosen,
  options,
  onSearch,
  onChange,
}: {
  label: string;
  chosen: Option | undefined;
  options: readonly Option[];
  onSearch: (text: string) => void;
  onChange: (value: string | undefined) => void;
}) {
  const [text, setText] = useState(chosen?.label ?? '');
  const search = useDebouncedCallback(onSearch, 200);
  const isListed = options.some(({ value }) => value === chosen?.value);
  return (
    <Select
      aria-label={label}
      placeholder={`${label}: all`}
      w={{ base: '100%', xs: 160 }}
      searchable
      clearable
      styles={{ input: { '--input-placeholder-color': 'var(--mantine-color-text)' } }}
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      nothingFoundMessage="Nothing found"
      maxDropdownHeight={320}
      data={chosen && !isListed ? [chosen, ...options] : [...options]}
      value={chosen?.value ?? null}
      searchValue={text}
      // The server searches; what it answered is shown as it is.
      filter={({ options: found }) => found}
      onSearchChange={(next) => {
        setText(next);
        search(next === chosen?.label ? '' : next);
      }}
      onChange={(value) => onChange(value ?? undefined)}
    />
  );
}
