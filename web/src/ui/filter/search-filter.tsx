import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** Filters by text, a moment after the typing stops. Follows `value` when the address changes from outside. */
export function SearchFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [{ text, sent }, setState] = useState({ text: value ?? '', sent: value ?? '' });
  const send = useDebouncedCallback((next: string) => {
    setState({ text: next, sent: next.trim() });
    onChange(next.trim() || undefined);
  }, 250);
  if ((value ?? '') !== sent) setState({ text: value ?? '', sent: value ?? '' });
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} />}
      w={{ base: '100%', xs: 240 }}
      maxLength={100}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setState({ text: next, sent });
        send(next);
      }}
    />
  );
}
