import { Modal, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { EventTypeView } from '@parley/shared/webhooks/event-type';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { indentJson } from '../../lib/text/json-text.ts';
import type { Received } from '../event-type/received-event-type.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { PublishEventForm, type PublishValues } from './publish-event-form.ts';
import { EventFields } from './event-fields.tsx';

/** Publishes one event by hand, in the environment that the console looks at. The type named `first` is chosen already. */
export function PublishEventDialog({
  opened,
  onClose,
  first,
}: {
  opened: boolean;
  onClose: () => void;
  first: string | undefined;
}) {
  const environment = useEnvironment();
  const type = useQuery(
    api.eventType.get.queryOptions(
      { name: first ?? '' },
      { enabled: opened && first !== undefined, staleTime: 30_000 },
    ),
  );
  const isReady = first === undefined || !type.isPending;
  return (
    <Modal
      // A dialog gives the focus to its first field when it opens, so it opens with its fields.
      opened={opened && isReady}
      onClose={onClose}
      title={`Publish an event in ${environment}`}
      size="lg"
    >
      <PublishForm onClose={onClose} first={type.data} />
    </Modal>
  );
}

const valuesOf = (first: Received<EventTypeView> | undefined): PublishValues => ({
  type: first?.name ?? '',
  data: first ? indentJson(first.example ?? {}) : '',
  subject: '',
  reach: 'named',
  audience: [],
});

function PublishForm({
  onClose,
  first,
}: {
  onClose: () => void;
  first: Received<EventTypeView> | undefined;
}) {
  const navigate = useNavigate();
  const environment = useEnvironment();
  const publish = useMutation(api.event.publish.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: PublishEventForm,
    initial: valuesOf(first),
    prepare: ({ reach, audience, ...values }) => ({
      ...withoutBlanks(values),
      audience: reach === 'everyone' ? reach : audience,
      environment,
    }),
    fieldOf: { 'event_type.unknown': 'type' },
    send: publish.mutateAsync,
    onSent: async ({ uniqueId: id }) => {
      await queryClient.invalidateQueries(api.event.pathFilter());
      await navigate({ to: '/events/$id', params: { id } });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <PublishFields form={form} />
      <FormActions
        submit={form.values.reach === 'everyone' ? 'Publish to everyone' : 'Publish event'}
        isSending={isSending}
        onCancel={onClose}
      />
    </form>
  );
}

function PublishFields({ form }: { form: UseFormReturnType<PublishValues> }) {
  return (
    <Stack gap="md">
      <EventFields form={form} />
      <AudienceFields form={form} />
      <TextInput
        label="Subject"
        description="What the event is about, such as an invoice number. Events can be found by it."
        autoComplete="off"
        {...form.getInputProps('subject')}
      />
    </Stack>
  );
}
