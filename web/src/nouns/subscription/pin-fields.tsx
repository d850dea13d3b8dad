import { ActionIcon, Autocomplete, Button, Group, Input, NumberInput, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useEventTypes } from '../event-type/use-event-types.ts';
import { blankPin, type PinRow, type SubscriptionValues } from './subscription-values.ts';

const pinsMax = 100;

/** Event types that stay at a version, a row each. */
export function PinFields({ form }: { form: UseFormReturnType<SubscriptionValues> }) {
  const { schemaVersions } = form.values;
  const change = (next: PinRow[]) => {
    for (const path of Object.keys(form.errors))
      if (path.startsWith('schemaVersions')) form.clearFieldError(path);
    form.setFieldValue('schemaVersions', next);
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ padding: 0 }}>
        <Input.Label labelElement="div" size="xs">
          Stay at schema versions
        </Input.Label>
      </legend>
      <Input.Description size="xs" mb={6}>
        Events of newer versions are mapped down to the one named here. The others arrive in the newest
        version.
      </Input.Description>
      <Stack gap={6}>
        {schemaVersions.map((row, index) => (
          <PinFieldRow
            key={row.key}
            row={row}
            number={index + 1}
            error={form.errors[`schemaVersions.${row.name.trim()}`]}
            onChange={(next) => change(schemaVersions.with(index, next))}
            onRemove={() => change(schemaVersions.toSpliced(index, 1))}
          />
        ))}
        {form.errors['schemaVersions'] && <Input.Error>{form.errors['schemaVersions']}</Input.Error>}
        {schemaVersions.length < pinsMax && (
          <Group>
            <Button
              type="button"
              size="compact-xs"
              variant="default"
              leftSection={<IconPlus size={12} />}
              onClick={() => change([...schemaVersions, blankPin()])}
            >
              Add an event type
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}

function PinFieldRow({
  row,
  number,
  error,
  onChange,
  onRemove,
}: {
  row: PinRow;
  number: number;
  error: ReactNode;
  onChange: (row: PinRow) => void;
  onRemove: () => void;
}) {
  const lacksVersion = row.name.trim() !== '' && row.version === '';
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <NameInput
        number={number}
        name={row.name}
        error={lacksVersion ? null : error}
        onChange={(name) => onChange({ ...row, name })}
      />
      <NumberInput
        aria-label={`Version of event type ${number}`}
        placeholder="Version"
        w={110}
        min={1}
        allowDecimal={false}
        value={row.version}
        error={lacksVersion ? error : null}
        onChange={(next) => onChange({ ...row, version: next === '' ? '' : Number(next) })}
      />
      <ActionIcon
        type="button"
        variant="subtle"
        color="gray"
        size={30}
        aria-label={`Remove event type ${number}`}
        onClick={onRemove}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}

function NameInput({
  number,
  name,
  error,
  onChange,
}: {
  number: number;
  name: string;
  error: ReactNode;
  onChange: (name: string) => void;
}) {
  const [search] = useDebouncedValue(name, 200);
  const names = useEventTypes(search.slice(0, 128)).map((one) => one.name);
  return (
    <Autocomplete
      aria-label={`Event type ${number} that stays`}
      placeholder="invoice.generated"
      size="xs"
      flex={3}
      autoComplete="off"
      spellCheck={false}
      maxDropdownHeight={200}
      // The server searches; what it answered is shown as it is.
      filter={({ options }) => options}
      data={names}
      value={name}
      error={error}
      onChange={onChange}
    />
  );
}
