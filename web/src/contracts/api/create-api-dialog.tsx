import { Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { CreateApi } from '@parley/shared/contracts/api';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const blank = { name: '', slug: '', description: '' };

export function CreateApiDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New API">
      <CreateApiForm onClose={onClose} />
    </Modal>
  );
}

function CreateApiForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation(api.api.create.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreateApi,
    initial: blank,
    fieldOf: { 'api.slug_taken': 'slug' },
    send: create.mutateAsync,
    onSent: async ({ slug }) => {
      await queryClient.invalidateQueries(api.api.pathFilter());
      await navigate({ to: '/apis/$slug', params: { slug } });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          description="For people: Billing"
          required
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Slug"
          description="For addresses and commands; it stays for ever: clinic-billing"
          required
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('slug')}
        />
        <Textarea
          label="Description"
          description="What it is for."
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('description')}
        />
      </Stack>
      <FormActions submit="Create API" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
