import { Button, Group, Stack } from '@mantine/core';
import { SaveIntake } from '@parley/shared/access/intake';
import type { RequirementView } from '@parley/shared/access/requirement';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { RequirementFields } from '../../nouns/requirement/requirement-fields.tsx';
import { changesIn, valuesIn } from '../../nouns/requirement/requirement-values.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** Staff write a requirement, and hand it in, for somebody who told them. */
export function EditRequirementForm({
  requirement,
  onClose,
  onSaved,
}: {
  requirement: RequirementView;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const isLast = useRef(false);
  const key = { consumerId: requirement.consumerId, id: requirement.id };
  const update = useMutation(api.requirement.update.mutationOptions());
  const submit = useMutation(api.requirement.submit.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: SaveIntake,
    initial: valuesIn(requirement),
    prepare: changesIn,
    send: async (changes) => {
      await update.mutateAsync({ ...changes, ...key });
      if (isLast.current) await submit.mutateAsync(key);
    },
    onSent: async () => {
      await onSaved();
      onClose();
    },
  });
  const begin = (isSubmission: boolean) => () => {
    isLast.current = isSubmission;
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <RequirementFields form={form} />
        <Group justify="flex-end" gap="xs">
          <Button type="button" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="default" loading={isSending} onClick={begin(false)}>
            Save
          </Button>
          <Button type="submit" loading={isSending} onClick={begin(true)}>
            Save and submit
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
