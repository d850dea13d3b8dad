import { Modal } from '@mantine/core';
import { UpdateConsumer, type ConsumerView } from '@parley/shared/access/consumer';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { blanksAsNull } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ConsumerFields, type ConsumerValues } from './consumer-fields.tsx';

export function EditConsumerDialog({
  consumer,
  opened,
  onClose,
}: {
  consumer: ConsumerView;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Edit consumer">
      <EditConsumerForm consumer={consumer} onClose={onClose} />
    </Modal>
  );
}

function EditConsumerForm({ consumer, onClose }: { consumer: ConsumerView; onClose: () => void }) {
  const update = useMutation(api.consumer.update.mutationOptions());
  const initial: ConsumerValues = {
    name: consumer.name,
    kind: consumer.kind,
    contactEmail: consumer.contactEmail ?? '',
    technicalEmail: consumer.technicalEmail ?? '',
    description: consumer.description ?? '',
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateConsumer,
    initial,
    prepare: (values) => ({ id: consumer.id, ...blanksAsNull(values) }),
    fieldOf: { 'consumer.name_taken': 'name' },
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.consumer.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <ConsumerFields form={form} />
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
