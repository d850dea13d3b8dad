import { Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { JsonField } from '../../ui/form/json-field.tsx';
import type { EventTypeValues } from './event-type-form.ts';

/** The fields of an event type. A name that exists already cannot be changed. */
export function EventTypeFields<Values extends EventTypeValues>({
  form,
  hasName = true,
}: {
  form: UseFormReturnType<Values>;
  hasName?: boolean;
}) {
  return (
    <Stack gap="md">
      {hasName && (
        <TextInput
          data-autofocus
          label="Name"
          description="What it is about, then what happened, joined by a dot: invoice.generated"
          required
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('name')}
        />
      )}
      <Textarea
        {...(!hasName && { 'data-autofocus': true })}
        label="Description"
        description="When the event happens, for the reader of the catalogue."
        required
        autosize
        minRows={1}
        maxRows={6}
        {...form.getInputProps('description')}
      />
      <JsonField
        form={form}
        name="schema"
        label="Schema"
        description="JSON Schema, draft 2020-12. The data of every event has to fit it."
        isNeeded
        minRows={9}
      />
      <JsonField
        form={form}
        name="example"
        label="Example"
        description="Data that fits the schema. Test events and the commands on the page are made of it."
        minRows={4}
      />
    </Stack>
  );
}
