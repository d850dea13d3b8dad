import { Modal } from '@mantine/core';
import { CreateConsumer } from '@parley/shared/access/consumer';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ConsumerFields, type ConsumerValues } from './consumer-fields.tsx';

const blank: ConsumerValues = {
  name: '',
  kind: 'partner',
  contactEmail: '',
  technicalEmail: '',
  description: '',
};

export function CreateConsumerDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New consumer">
      <CreateConsumerForm onClose={onClose} />
    </Modal>
  );
}

function CreateConsumerForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation(api.consumer.create.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreateConsumer,
    initial: blank,
    fieldOf: { 'consumer.name_taken': 'name' },
    send: create.mutateAsync,
    onSent: async ({ id }) => {
      await queryClient.invalidateQueries(api.consumer.pathFilter());
      await navigate({ to: '/consumers/$id', params: { id } });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <ConsumerFields form={form} />
      <FormActions submit="Create consumer" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
