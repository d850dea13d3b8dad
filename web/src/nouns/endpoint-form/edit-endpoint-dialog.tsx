import { Alert, Modal, Stack, Switch } from '@mantine/core';
import { UpdateEndpoint, type EndpointView } from '@parley/shared/webhooks/endpoint';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { blanksAsNull } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { DialogTitle } from '../../ui/dialog/dialog-title.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { EndpointFields, type EndpointValues } from './endpoint-fields.tsx';
import { HeaderFields } from './header-fields.tsx';
import { headersOf } from './header-rows.ts';
import { pinsAndSchemes, subscriptionOf, subscriptionTexts } from '../subscription/subscription-values.ts';
import { SubscriptionFields } from '../subscription/subscription-fields.tsx';

const schema = UpdateEndpoint.extend(subscriptionTexts);

interface Props {
  endpoint: EndpointView;
  onClose: () => void;
}

export function EditEndpointDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title={<DialogTitle title="Edit endpoint" environment={form.endpoint.environment} />}
      size="lg"
    >
      <EditEndpointForm {...form} />
    </Modal>
  );
}

interface Values extends EndpointValues {
  /** The values of headers are secret, so they are kept as they are or replaced altogether. */
  isReplacingHeaders: boolean;
}

function EditEndpointForm({ endpoint, onClose }: Props) {
  const update = useMutation(api.endpoint.update.mutationOptions());
  const initial: Values = {
    url: endpoint.url,
    eventTypes: endpoint.eventTypes,
    description: endpoint.description ?? '',
    rateLimitPerSecond: endpoint.rateLimitPerSecond ?? '',
    headers: [],
    isReplacingHeaders: endpoint.headerNames.length === 0,
    ...subscriptionOf(endpoint),
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial,
    prepare: (values) => inputOf(endpoint, values),
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.endpoint.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <EndpointFields form={form} isFirst />
        {endpoint.headerNames.length > 0 && (
          <Switch
            label="Replace the extra headers"
            description={`Sent now: ${endpoint.headerNames.join(', ')}. Replaced by nothing, they are removed.`}
            checked={form.values.isReplacingHeaders}
            onChange={(event) => form.setFieldValue('isReplacingHeaders', event.currentTarget.checked)}
          />
        )}
        {!form.values.isReplacingHeaders && <LostHeaders endpoint={endpoint} url={form.values.url} />}
        {form.values.isReplacingHeaders && <HeaderFields form={form} />}
        <SubscriptionFields form={form} />
      </Stack>
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

function LostHeaders({ endpoint, url }: { endpoint: EndpointView; url: string }) {
  if (!losesHeaders(endpoint, url)) return null;
  return (
    <Alert color="yellow" title="The extra headers will be removed" icon={<IconAlertTriangle size={18} />}>
      The URL leads to another scheme, host or port, and {endpoint.headerNames.join(', ')} may hold what was
      meant for the receiver before. Replace them to send headers there.
    </Alert>
  );
}

/** Whether headers that are kept would be removed by this URL, as the server does at another origin. */
function losesHeaders(endpoint: EndpointView, url: string): boolean {
  return (
    endpoint.headerNames.length > 0 &&
    URL.canParse(url) &&
    new URL(url).origin !== new URL(endpoint.url).origin
  );
}

function inputOf(endpoint: EndpointView, { headers, isReplacingHeaders, ...values }: Values) {
  const { description, rateLimitPerSecond, filter, retrySchedule } = blanksAsNull(values);
  const replaced = headersOf(headers);
  const isChanged = Object.keys(replaced).length > 0 || endpoint.headerNames.length > 0;
  return {
    id: endpoint.id,
    url: values.url,
    eventTypes: values.eventTypes,
    description,
    rateLimitPerSecond,
    ordered: values.ordered,
    filter,
    retrySchedule,
    ...pinsAndSchemes(values),
    ...(isReplacingHeaders && isChanged && { headers: replaced }),
  };
}
