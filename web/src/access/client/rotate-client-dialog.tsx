import { Checkbox, List, Modal, Select, Stack } from '@mantine/core';
import { RotateClient, type ClientCreated, type ClientView } from '@parley/shared/access/client';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { DialogTitle } from '../../ui/dialog/dialog-title.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const overlaps = [
  { value: '0', label: 'Not at all: it stops at once' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
];

interface Props {
  client: ClientView;
  onClose: () => void;
  onRotated: (created: ClientCreated) => void;
}

export function RotateClientDialog({ opened, ...form }: Props & { opened: boolean }) {
  const { client, onClose } = form;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<DialogTitle title={`New secret for ${client.name}`} environment={client.environment} />}
    >
      <RotateClientForm {...form} />
    </Modal>
  );
}

function RotateClientForm({ client, onClose, onRotated }: Props) {
  const rotate = useMutation(api.client.rotate.mutationOptions());
  const isRotating = client.secrets.length > 1;
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: RotateClient,
    initial: { overlapSeconds: '86400', endPrevious: false },
    prepare: ({ overlapSeconds, endPrevious }) => ({
      id: client.id,
      overlapSeconds: Number(overlapSeconds),
      ...(endPrevious && { endPrevious }),
    }),
    send: rotate.mutateAsync,
    onSent: async (created) => {
      onRotated(created);
      await queryClient.invalidateQueries(api.client.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <List size="sm" spacing={4}>
          <List.Item>A new secret is made and shown once. The client, its id and its tokens stay.</List.Item>
          <List.Item>
            Put it in place while the old one still works. This page shows when the old one was used last.
          </List.Item>
        </List>
        <Select
          data-autofocus
          label="Keep the present secret working for"
          data={overlaps}
          allowDeselect={false}
          {...form.getInputProps('overlapSeconds')}
        />
        {isRotating && (
          <Checkbox
            label="End the secret before it now"
            description="Two secrets work already, and never three."
            {...form.getInputProps('endPrevious', { type: 'checkbox' })}
          />
        )}
      </Stack>
      <FormActions submit="Make a new secret" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
