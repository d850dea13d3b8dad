import { canonicalJson } from '@parley/shared/words/canonical-json';
import { Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { indentJson, readJson } from '../../lib/text/json-text.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import type { EventTypeAnswer } from '../event-type/event-type-answer.ts';
import { EventTypeFields } from './event-type-fields.tsx';
import { NewVersionFields } from './new-version-fields.tsx';
import { UpdateEventTypeForm, type EditValues } from './event-type-form.ts';

export function EditEventTypeDialog({
  eventType,
  opened,
  onClose,
}: {
  eventType: EventTypeAnswer;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Edit ${eventType.name}`} size="lg">
      <EditForm eventType={eventType} onClose={onClose} />
    </Modal>
  );
}

function EditForm({ eventType, onClose }: { eventType: EventTypeAnswer; onClose: () => void }) {
  const update = useMutation(api.eventType.update.mutationOptions());
  const initial: EditValues = {
    name: eventType.name,
    description: eventType.description,
    schema: indentJson(eventType.schema),
    example: eventType.example == null ? '' : indentJson(eventType.example),
    downcast: '',
    acknowledged: null,
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateEventTypeForm,
    initial,
    prepare: (values) => inputOf(eventType, values),
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.eventType.pathFilter());
      onClose();
    },
  });
  const isNewVersion = differs(form.values.schema, eventType.schema);
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <EventTypeFields form={form} hasName={false} />
      {isNewVersion && (
        <NewVersionFields form={form} version={eventType.version + 1} refusal={update.error} />
      )}
      <Text component="output" display="block" c="dimmed" mt="md">
        {isNewVersion
          ? `The schema differs: saving makes version ${eventType.version + 1}, and every event published from then on has to fit it.`
          : `The schema is that of version ${eventType.version}: saving makes no new version.`}
      </Text>
      <FormActions
        submit={isNewVersion ? `Save as version ${eventType.version + 1}` : 'Save'}
        isSending={isSending}
        onCancel={onClose}
      />
    </form>
  );
}

function inputOf(eventType: EventTypeAnswer, { acknowledged, downcast, ...values }: EditValues) {
  return {
    ...withoutBlanks(values),
    // A description that was emptied is sent as it is, so that the schema asks for one.
    description: values.description,
    ...(differs(values.schema, eventType.schema) && {
      ...withoutBlanks({ downcast }),
      ...(acknowledged === values.schema && { acknowledgeBreaking: true }),
    }),
  };
}

/** Whether `text` is another JSON value than `value`. The order of the names does not count, as for the server. */
function differs(text: string, value: unknown): boolean {
  const reading = readJson(text);
  return !reading.isJson || canonicalJson(reading.value) !== canonicalJson(value);
}
