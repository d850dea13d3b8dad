import { Modal, Stack } from '@mantine/core';
import { CreateEndpoint, type EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import type { Environment } from '@parley/shared/words/environment';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ConsumerSelect } from '../consumer/consumer-select.tsx';
import { EnvironmentField } from '../environment/environment-field.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { EndpointFields, type EndpointValues } from './endpoint-fields.tsx';
import { HeaderFields } from './header-fields.tsx';
import { headersOf } from './header-rows.ts';
import {
  blankSubscription,
  chosenSubscription,
  subscriptionTexts,
} from '../subscription/subscription-values.ts';
import { SubscriptionFields } from '../subscription/subscription-fields.tsx';

const schema = CreateEndpoint.extend(subscriptionTexts).required({ consumerId: true, environment: true });

interface Props {
  /** The consumer to begin with, when the list shows one only. */
  consumerId: string | undefined;
  onClose: () => void;
  onCreated: (endpoint: EndpointWithSecret) => void;
}

export function CreateEndpointDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title="New endpoint" size="lg">
      <CreateEndpointForm {...form} />
    </Modal>
  );
}

interface Values extends EndpointValues {
  consumerId: string;
  environment: Environment;
}

function CreateEndpointForm({ consumerId, onClose, onCreated }: Props) {
  const environment = useEnvironment();
  const create = useMutation(api.endpoint.create.mutationOptions());
  const initial: Values = {
    consumerId: consumerId ?? '',
    environment,
    url: '',
    eventTypes: [],
    description: '',
    headers: [],
    rateLimitPerSecond: '',
    ...blankSubscription,
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial,
    prepare: inputOf,
    fieldOf: { 'consumer.not_found': 'consumerId', 'consumer.suspended': 'consumerId' },
    send: create.mutateAsync,
    onSent: async (endpoint) => {
      onCreated(endpoint);
      await queryClient.invalidateQueries(api.endpoint.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <ConsumerSelect
          data-autofocus={!consumerId}
          label="Consumer"
          value={form.values.consumerId}
          error={form.errors['consumerId']}
          onChange={(id) => form.setFieldValue('consumerId', id)}
        />
        <EnvironmentField
          what="endpoint"
          value={form.values.environment}
          onChange={(chosen) => form.setFieldValue('environment', chosen)}
        />
        <EndpointFields form={form} isFirst={Boolean(consumerId)} />
        <HeaderFields form={form} />
        <SubscriptionFields form={form} />
      </Stack>
      <FormActions submit="Create endpoint" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

function inputOf(values: Values) {
  const { consumerId, environment, url, eventTypes, description, headers, rateLimitPerSecond } = values;
  return withoutBlanks({
    consumerId,
    environment,
    url,
    eventTypes,
    description,
    rateLimitPerSecond,
    headers: headersOf(headers),
    ...chosenSubscription(values),
  });
}
