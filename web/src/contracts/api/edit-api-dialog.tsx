import { Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { UpdateApi, type ApiView } from '@parley/shared/contracts/api';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { blanksAsNull } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

export function EditApiDialog({
  found,
  opened,
  onClose,
}: {
  found: ApiView;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Edit API">
      <EditApiForm found={found} onClose={onClose} />
    </Modal>
  );
}

function EditApiForm({ found, onClose }: { found: ApiView; onClose: () => void }) {
  const update = useMutation(api.api.update.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateApi,
    initial: { name: found.name, description: found.description ?? '' },
    prepare: (values) => ({ slug: found.slug, ...blanksAsNull(values), name: values.name }),
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.api.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <TextInput data-autofocus label="Name" required autoComplete="off" {...form.getInputProps('name')} />
        <Textarea
          label="Description"
          description="What it is for."
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('description')}
        />
      </Stack>
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
