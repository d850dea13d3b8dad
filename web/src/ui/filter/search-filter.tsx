import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { openPalette } from '../../lib/shortcut/palette-opening.ts';

/**
 * Filters by text, a moment after the typing stops. Follows `value` when the address changes from outside. Where it finds
 * exact values only, Enter looks for the text everywhere with `leadsOn`.
 */
export function SearchFilter({
  label,
  value,
  onChange,
  leadsOn = false,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  leadsOn?: boolean;
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
      title={leadsOn ? 'Enter searches everything for it' : undefined}
      onKeyDown={({ key }) => {
        if (leadsOn && key === 'Enter') openPalette(text.trim());
      }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setState({ text: next, sent });
        send(next);
      }}
    />
  );
}
