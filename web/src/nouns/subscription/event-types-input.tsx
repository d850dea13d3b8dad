import { TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useEventTypes } from '../event-type/use-event-types.ts';
import { wildcardsOf } from './event-type-wildcards.ts';

/** Takes event types and wildcards as tags, and suggests those of the catalogue. */
export function EventTypesInput({
  label = 'Event types',
  description = 'Names from the catalogue, invoice.* for all below invoice, or * for everything. Enter adds one.',
  isRequired = true,
  value,
  error,
  onChange,
}: {
  label?: string;
  description?: string;
  isRequired?: boolean;
  value: string[];
  error?: ReactNode;
  onChange: (value: string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.replace(/[.*]+$/, ''), 200);
  const names = useEventTypes(search.slice(0, 128)).map(({ name }) => name);
  return (
    <TagsInput
      label={label}
      description={description}
      placeholder={value.length === 0 ? 'invoice.*' : ''}
      required={isRequired}
      autoComplete="off"
      splitChars={[',', ' ']}
      clearable
      clearButtonProps={{ 'aria-label': 'Remove all event types' }}
      maxDropdownHeight={240}
      data={[
        { group: 'Wildcards', items: ['*', ...wildcardsOf(names)] },
        { group: 'Event types', items: names },
      ]}
      value={value}
      error={error}
      onChange={onChange}
      onSearchChange={setTyped}
    />
  );
}
