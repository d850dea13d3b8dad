import { Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { kindOptions } from '../../nouns/consumer/consumer-kinds.ts';

/** What stands in the fields; a blank field means that nothing was said. */
export interface ConsumerValues extends Record<string, unknown> {
  name: string;
  kind: string;
  contactEmail: string;
  technicalEmail: string;
  description: string;
}

export function ConsumerFields({ form }: { form: UseFormReturnType<ConsumerValues> }) {
  return (
    <Stack gap="md">
      <TextInput data-autofocus label="Name" required autoComplete="off" {...form.getInputProps('name')} />
      <Select label="Kind" required data={kindOptions} {...form.getInputProps('kind')} />
      <TextInput
        label="Contact e-mail"
        description="Who answers for it, and is told when something breaks."
        type="email"
        autoComplete="off"
        {...form.getInputProps('contactEmail')}
      />
      <TextInput
        label="Technical e-mail"
        description="Who builds and runs it. Told of changes as well."
        type="email"
        autoComplete="off"
        {...form.getInputProps('technicalEmail')}
      />
      <Textarea
        label="Description"
        description="What the application does with your APIs."
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('description')}
      />
    </Stack>
  );
}
