import { Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { JsonField } from '../../ui/form/json-field.tsx';
import { BreakingVersionNotice } from './breaking-version-notice.tsx';
import type { EditValues } from './event-type-form.ts';

/** What a new schema version asks for besides its schema. `refusal` is why the server did not take it. */
export function NewVersionFields({
  form,
  version,
  refusal,
}: {
  form: UseFormReturnType<EditValues>;
  version: number;
  refusal: unknown;
}) {
  const { schema, acknowledged } = form.values;
  return (
    <Stack gap="md" mt="md">
      <JsonField
        form={form}
        name="downcast"
        label={`Mapping to version ${version - 1}`}
        description={`JSON Patch steps that turn data of version ${version} into data of version ${version - 1}, for endpoints that stay there. Tried on the example. Blank for none.`}
        minRows={3}
      />
      <BreakingVersionNotice
        error={refusal}
        isAcknowledged={acknowledged === schema}
        onAcknowledge={(isYes) => form.setFieldValue('acknowledged', isYes ? schema : null)}
      />
    </Stack>
  );
}
