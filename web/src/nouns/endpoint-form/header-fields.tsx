import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EndpointValues } from './endpoint-fields.tsx';
import { blankHeader, type HeaderRow } from './header-rows.ts';

const headersMax = 20;

/** Headers that Parley sends along, a row each. */
export function HeaderFields({ form }: { form: UseFormReturnType<EndpointValues> }) {
  const { headers } = form.values;
  const change = (next: HeaderRow[]) => {
    for (const path of Object.keys(form.errors)) if (path.startsWith('headers')) form.clearFieldError(path);
    form.setFieldValue('headers', next);
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend style={{ padding: 0 }}>
        <Input.Label labelElement="div" size="xs">
          Extra headers
        </Input.Label>
      </legend>
      <Input.Description size="xs" mb={6}>
        Sent with every webhook. Stored encrypted; only the names are shown later.
      </Input.Description>
      <Stack gap={6}>
        {headers.map((row, index) => (
          <HeaderFieldRow
            key={row.key}
            row={row}
            number={index + 1}
            error={form.errors[`headers.${row.name.trim()}`]}
            onChange={(next) => change(headers.with(index, next))}
            onRemove={() => change(headers.toSpliced(index, 1))}
          />
        ))}
        {form.errors['headers'] && <Input.Error>{form.errors['headers']}</Input.Error>}
        {headers.length < headersMax && (
          <Group>
            <Button
              type="button"
              size="compact-xs"
              variant="default"
              leftSection={<IconPlus size={12} />}
              onClick={() => change([...headers, blankHeader()])}
            >
              Add a header
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}

function HeaderFieldRow({
  row,
  number,
  error,
  onChange,
  onRemove,
}: {
  row: HeaderRow;
  number: number;
  error: ReactNode;
  onChange: (row: HeaderRow) => void;
  onRemove: () => void;
}) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <TextInput
        aria-label={`Name of header ${number}`}
        placeholder="x-tenant"
        flex={2}
        autoComplete="off"
        spellCheck={false}
        value={row.name}
        error={error}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value })}
      />
      <TextInput
        aria-label={`Value of header ${number}`}
        placeholder="north"
        flex={3}
        autoComplete="off"
        spellCheck={false}
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
      />
      <ActionIcon
        type="button"
        variant="subtle"
        color="gray"
        size={30}
        aria-label={`Remove header ${number}`}
        onClick={onRemove}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  );
}
