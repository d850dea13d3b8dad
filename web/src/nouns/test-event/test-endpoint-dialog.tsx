import { Modal, Select, Stack, Text } from '@mantine/core';
import { TestEndpoint, type EndpointView } from '@parley/shared/webhooks/endpoint';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, queryClient } from '../../api.ts';
import { useEventTypes } from '../event-type/use-event-types.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { DialogTitle } from '../../ui/dialog/dialog-title.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TestEventResult } from './test-event-result.tsx';

interface Props {
  endpoint: EndpointView;
  onClose: () => void;
}

/** Sends a test event to one endpoint and watches what becomes of it. */
export function TestEndpointDialog({ opened, endpoint, onClose }: Props & { opened: boolean }) {
  const close = () => {
    // The test has changed the health of the endpoint and its latest deliveries.
    void queryClient.invalidateQueries(api.endpoint.pathFilter());
    void queryClient.invalidateQueries(api.delivery.pathFilter());
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<DialogTitle title="Send a test event" environment={endpoint.environment} />}
    >
      <TestEndpointForm endpoint={endpoint} onClose={close} />
    </Modal>
  );
}

const plain = { value: 'parley.test', label: 'parley.test, a plain test' };

function TestEndpointForm({ endpoint, onClose }: Props) {
  const [deliveryId, setDeliveryId] = useState<string | null>(null);
  const test = useMutation(api.endpoint.test.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: TestEndpoint,
    initial: { eventType: plain.value },
    prepare: ({ eventType }) => ({ id: endpoint.id, ...(eventType !== plain.value && { eventType }) }),
    fieldOf: { 'event_type.example_missing': 'eventType', 'event.data_invalid': 'eventType' },
    send: test.mutateAsync,
    onSent: (sent) => setDeliveryId(sent.deliveryId),
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <Text>
          It goes to <code>{endpoint.url}</code> alone, signed, recorded and retried like any other event.
        </Text>
        <EventTypeSelect
          value={form.values.eventType}
          error={form.errors['eventType']}
          onChange={(eventType) => form.setFieldValue('eventType', eventType)}
        />
        {deliveryId && <TestEventResult key={deliveryId} deliveryId={deliveryId} />}
      </Stack>
      <FormActions
        submit={deliveryId ? 'Send another' : 'Send test event'}
        cancel={deliveryId ? 'Close' : 'Cancel'}
        isSending={isSending}
        onCancel={onClose}
      />
    </form>
  );
}

function EventTypeSelect({
  value,
  error,
  onChange,
}: {
  value: string;
  error: ReactNode;
  onChange: (eventType: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const isSearch = typed !== value && typed !== plain.label;
  const withExample = useEventTypes(isSearch ? typed : '').filter(
    ({ example }) => example !== null && example !== undefined,
  );
  const names = new Set(withExample.map(({ name }) => name));
  if (value !== plain.value) names.add(value);
  return (
    <Select
      data-autofocus
      label="Event"
      description="A plain test, or the example of an event type that has one."
      searchable
      openOnFocus={false}
      filter={({ options }) => options}
      data={[plain, ...names]}
      value={value}
      error={error}
      onSearchChange={setTyped}
      onChange={(chosen) => onChange(chosen ?? plain.value)}
    />
  );
}
