import { Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { indentJson } from '../../lib/text/json-text.ts';
import { useEventTypes } from '../event-type/use-event-types.ts';
import { JsonField } from '../../ui/form/json-field.tsx';
import type { PublishValues } from './publish-event-form.ts';

/** The type of an event, and its data: the example of the type until somebody writes their own. */
export function EventFields({ form }: { form: UseFormReturnType<PublishValues> }) {
  const { type, data } = form.values;
  const [text, setText] = useState(type);
  const [search] = useDebouncedValue(text, 200);
  const [filled, setFilled] = useState(data);
  const eventTypes = useEventTypes(search === type ? '' : search);
  const names = eventTypes.map(({ name }) => name);

  const choose = (name: string) => {
    form.setFieldValue('type', name);
    const example = indentJson(eventTypes.find((one) => one.name === name)?.example ?? {});
    if (data !== filled) return;
    form.setFieldValue('data', example);
    setFilled(example);
  };

  return (
    <>
      <Select
        data-autofocus
        label="Event type"
        required
        searchable
        placeholder="Find by name"
        nothingFoundMessage="No event type matches"
        data={type && !names.includes(type) ? [type, ...names] : names}
        filter={({ options }) => options}
        searchValue={text}
        onSearchChange={setText}
        {...form.getInputProps('type')}
        onChange={(name) => choose(name ?? '')}
      />
      <JsonField
        form={form}
        name="data"
        label="Data"
        description="The payload. It has to fit the newest schema of the type."
        isNeeded
        minRows={7}
      />
    </>
  );
}
