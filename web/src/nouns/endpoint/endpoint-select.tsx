import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useEndpointOptions } from './use-endpoint-options.ts';
import { useEndpointUrl } from './use-endpoint-url.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';

/** The field of a form that takes an endpoint, found by a part of its URL or by its id. `value` is an id; `''` means none. */
export function EndpointSelect({
  value,
  error,
  onChange,
}: {
  value: string;
  error: ReactNode;
  onChange: (id: string) => void;
}) {
  const environment = useEnvironment();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const url = useEndpointUrl(value || undefined);
  const found = useEndpointOptions(search === url ? '' : search, { environment, consumerId: undefined });
  const isListed = found.some((option) => option.value === value);
  return (
    <Select
      label="Endpoint"
      description="The one that should have received the request."
      required
      searchable
      openOnFocus={false}
      placeholder="Type a part of the URL, or paste an id"
      nothingFoundMessage={`No endpoint in ${environment} has this URL`}
      // Parts of the URL were looked for already.
      filter={({ options }) => options}
      data={value && !isListed ? [{ value, label: url }, ...found] : found}
      value={value || null}
      error={error}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
    />
  );
}
