import { List, Modal, Select, Stack } from '@mantine/core';
import {
  RotateEndpointSecret,
  type EndpointView,
  type EndpointWithSecret,
} from '@parley/shared/webhooks/endpoint';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { DialogTitle } from '../../ui/dialog/dialog-title.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const overlaps = [
  { value: '0', label: 'Not at all: only the new one signs' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
];

interface Props {
  endpoint: EndpointView;
  onClose: () => void;
  onRotated: (endpoint: EndpointWithSecret) => void;
}

export function RotateSecretDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title={<DialogTitle title="Rotate the signing secret" environment={form.endpoint.environment} />}
    >
      <RotateSecretForm {...form} />
    </Modal>
  );
}

function RotateSecretForm({ endpoint, onClose, onRotated }: Props) {
  const rotate = useMutation(api.endpoint.rotateSecret.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: RotateEndpointSecret,
    initial: { overlapSeconds: '86400' },
    prepare: ({ overlapSeconds }) => ({ id: endpoint.id, overlapSeconds: Number(overlapSeconds) }),
    send: rotate.mutateAsync,
    onSent: async (rotated) => {
      onRotated(rotated);
      await queryClient.invalidateQueries(api.endpoint.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <List size="sm" spacing={4}>
          <List.Item>A new secret is shown once.</List.Item>
          <List.Item>
            Until the overlap ends, webhooks carry both signatures: a receiver accepts them with either
            secret.
          </List.Item>
        </List>
        <Select
          data-autofocus
          label="Sign with the old secret as well for"
          data={overlaps}
          {...form.getInputProps('overlapSeconds')}
        />
      </Stack>
      <FormActions submit="Rotate secret" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
