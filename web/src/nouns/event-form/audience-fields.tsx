import { Alert, MultiSelect, Radio, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useConsumerOptions } from '../consumer/use-consumer-options.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { PublishValues } from './publish-event-form.ts';

/** Who may receive the event: consumers by name, or everyone. */
export function AudienceFields({ form }: { form: UseFormReturnType<PublishValues> }) {
  const environment = useEnvironment();
  return (
    <Stack gap="sm">
      <Radio.Group label="Audience" {...form.getInputProps('reach')}>
        <Stack gap="xs" mt={6}>
          <Radio size="sm" value="named" label="Consumers that I name" />
          <Radio size="sm" value="everyone" label="Everyone" />
        </Stack>
      </Radio.Group>
      {form.values.reach === 'named' ? (
        <ConsumersInput form={form} />
      ) : (
        <Alert role="note" color={environment === 'live' ? 'orange' : 'gray'} variant="light">
          Every consumer with a {environment} endpoint that wants this type receives it.
        </Alert>
      )}
    </Stack>
  );
}

function ConsumersInput({ form }: { form: UseFormReturnType<PublishValues> }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const options = useConsumerOptions(search).map(({ label }) => label);
  const unlisted = form.values.audience.filter((name) => !options.includes(name));
  return (
    <MultiSelect
      label="Consumers"
      required
      placeholder={form.values.audience.length > 0 ? '' : 'Find by name'}
      searchable
      hidePickedOptions
      nothingFoundMessage="No consumer matches"
      data={[...unlisted, ...options]}
      filter={({ options: found }) => found}
      searchValue={text}
      onSearchChange={setText}
      {...form.getInputProps('audience')}
    />
  );
}
