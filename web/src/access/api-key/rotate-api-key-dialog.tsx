import { List, Modal, Select, Stack } from '@mantine/core';
import { RotateApiKey, type ApiKeyCreated, type ApiKeyView } from '@parley/shared/access/api-key';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { count, formatNumber } from '../../lib/text/count.ts';
import { useApiKeyFigures } from '../../nouns/api-key/use-api-key-figures.ts';
import { DialogTitle } from '../../ui/dialog/dialog-title.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const overlaps = [
  { value: '0', label: 'Not at all: it stops at once' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
];

interface Props {
  apiKey: ApiKeyView;
  onClose: () => void;
  onRotated: (created: ApiKeyCreated) => void;
}

export function RotateApiKeyDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title={<DialogTitle title={`Rotate ${form.apiKey.name}`} environment={form.apiKey.environment} />}
    >
      <RotateApiKeyForm {...form} />
    </Modal>
  );
}

/** Who waits for the new key. */
function InUse({ id }: { id: string }) {
  const { data: figures } = useApiKeyFigures(id);
  if (!figures) return <List.Item>Looking how much it is used…</List.Item>;
  if (figures.callsLastWeek === 0)
    return <List.Item>It made no call in 7 days: nobody may be waiting for the new one.</List.Item>;
  return (
    <List.Item>
      It made {count(figures.callsLastWeek, 'call')} in 7 days, {formatNumber(figures.callsLastDay)} of them
      in 24 hours: whoever makes them needs the new one before the old one ends.
    </List.Item>
  );
}

function RotateApiKeyForm({ apiKey, onClose, onRotated }: Props) {
  const rotate = useMutation(api.apiKey.rotate.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: RotateApiKey,
    initial: { overlapSeconds: '86400' },
    prepare: ({ overlapSeconds }) => ({ id: apiKey.id, overlapSeconds: Number(overlapSeconds) }),
    send: rotate.mutateAsync,
    onSent: async (created) => {
      onRotated(created);
      await queryClient.invalidateQueries(api.apiKey.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <List size="sm" spacing={4}>
          <InUse id={apiKey.id} />
          <List.Item>A new key with the same name, scopes and expiry is created and shown once.</List.Item>
          <List.Item>
            Put it in place while the old one still works; then the old one expires by itself.
          </List.Item>
        </List>
        <Select
          data-autofocus
          label="Keep the old key working for"
          data={overlaps}
          {...form.getInputProps('overlapSeconds')}
        />
      </Stack>
      <FormActions submit="Rotate key" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
