import { Modal } from '@mantine/core';
import {
  CreateIdentityProvider,
  type IdentityProviderView,
  UpdateIdentityProvider,
} from '@parley/shared/administration/identity-provider';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ProviderFields } from './provider-fields.tsx';
import { blankProvider, sentOf, valuesOf } from './provider-form.ts';

const reload = async () => queryClient.invalidateQueries(api.identityProvider.pathFilter());

/** Sets a provider up, and changes it where `provider` is given. */
export function ProviderDialog({
  provider,
  opened,
  onClose,
}: {
  provider: IdentityProviderView | null;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={provider ? `Change ${provider.name}` : 'Set up single sign-on'}
      size="lg"
    >
      {provider ? <EditForm provider={provider} onClose={onClose} /> : <CreateForm onClose={onClose} />}
    </Modal>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation(api.identityProvider.create.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreateIdentityProvider,
    initial: blankProvider,
    prepare: (values) => ({ ...sentOf(values), clientSecret: values.clientSecret, issuer: values.issuer }),
    fieldOf: {
      'identity_provider.taken': 'issuer',
      'identity_provider.url_refused': 'issuer',
      'identity_provider.domain_taken': 'domains',
    },
    send: create.mutateAsync,
    onSent: async ({ id }) => {
      await reload();
      await navigate({ to: '/identity-providers/$id', params: { id }, search: {} });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <ProviderFields form={form} isNew />
      <FormActions submit="Set it up" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

function EditForm({ provider, onClose }: { provider: IdentityProviderView; onClose: () => void }) {
  const update = useMutation(api.identityProvider.update.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateIdentityProvider,
    initial: valuesOf(provider),
    prepare: (values) => ({ id: provider.id, ...sentOf(values) }),
    fieldOf: { 'identity_provider.domain_taken': 'domains' },
    send: update.mutateAsync,
    onSent: async () => {
      await reload();
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <ProviderFields form={form} isNew={false} />
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
