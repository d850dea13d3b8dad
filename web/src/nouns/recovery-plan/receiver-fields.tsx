import { Select, Stack, type SelectProps } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useConsumerName } from '../consumer/use-consumer-name.ts';
import { useConsumerOptions } from '../consumer/use-consumer-options.ts';
import { useEndpointOptions } from '../endpoint/use-endpoint-options.ts';
import { useEndpointUrl } from '../endpoint/use-endpoint-url.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { PlanValues } from './plan-recovery-form.ts';

type Form = UseFormReturnType<PlanValues>;

/** One endpoint, all endpoints of one consumer, or all there are. */
export function ReceiverFields({ form }: { form: Form }) {
  return (
    <Stack gap="md">
      <Consumer form={form} />
      <Endpoint form={form} />
    </Stack>
  );
}

const shared = {
  searchable: true,
  clearable: true,
  openOnFocus: false,
  maxDropdownHeight: 240,
  // The server searches; what it answered is shown as it is.
  filter: ({ options }) => options,
} satisfies SelectProps;

function Consumer({ form }: { form: Form }) {
  const { consumerId } = form.values;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const name = useConsumerName(consumerId || null);
  const options = useConsumerOptions(search === name ? '' : search.slice(0, 100));
  return (
    <Select
      {...shared}
      label="Consumer"
      description="Whose active endpoints. Blank for all consumers."
      placeholder="All consumers"
      nothingFoundMessage="No consumer has this name"
      clearButtonProps={{ 'aria-label': 'Clear the consumer' }}
      data={withChosen(consumerId, name, options)}
      value={consumerId || null}
      error={form.errors['consumerId']}
      onSearchChange={setTyped}
      onChange={(id) => {
        form.setFieldValue('consumerId', id ?? '');
        form.setFieldValue('endpointId', '');
      }}
    />
  );
}

function Endpoint({ form }: { form: Form }) {
  const { consumerId, endpointId } = form.values;
  const environment = useEnvironment();
  const [typed, setTyped] = useState('');
  const url = useEndpointUrl(endpointId || undefined);
  const options = useEndpointOptions(typed === url ? '' : typed, {
    environment,
    consumerId: consumerId || undefined,
  });
  return (
    <Select
      {...shared}
      label="Endpoint"
      description="Blank for all of them."
      placeholder="All endpoints"
      nothingFoundMessage="No endpoint has this URL"
      clearButtonProps={{ 'aria-label': 'Clear the endpoint' }}
      data={withChosen(endpointId, url, options)}
      value={endpointId || null}
      error={form.errors['endpointId'] ?? form.errors['endpointIds']}
      onSearchChange={setTyped}
      onChange={(id) => form.setFieldValue('endpointId', id ?? '')}
    />
  );
}

type Option = { value: string; label: string };

function withChosen(value: string, label: string, options: Option[]): Option[] {
  const isListed = value === '' || options.some((option) => option.value === value);
  return isListed ? options : [{ value, label }, ...options];
}
