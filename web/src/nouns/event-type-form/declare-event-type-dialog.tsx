import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { indentJson } from '../../lib/text/json-text.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { EventTypeFields } from './event-type-fields.tsx';
import { DeclareEventTypeForm, type EventTypeValues } from './event-type-form.ts';

const blank: EventTypeValues = {
  name: '',
  description: '',
  schema: indentJson({
    type: 'object',
    required: ['amount'],
    properties: { amount: { type: 'integer', minimum: 0 } },
  }),
  example: indentJson({ amount: 1200 }),
};

export function DeclareEventTypeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New event type" size="lg">
      <DeclareForm onClose={onClose} />
    </Modal>
  );
}

function DeclareForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const declare = useMutation(api.eventType.declare.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: DeclareEventTypeForm,
    initial: blank,
    fieldOf: { 'event_type.name_reserved': 'name' },
    send: declare.mutateAsync,
    onSent: async ({ name }) => {
      await queryClient.invalidateQueries(api.eventType.pathFilter());
      await navigate({ to: '/event-types/$id', params: { id: name } });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <EventTypeFields form={form} />
      <FormActions submit="Declare event type" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
