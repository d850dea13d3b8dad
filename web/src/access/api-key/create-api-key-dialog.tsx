import { Modal, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { CreateApiKey, type ApiKeyCreated } from '@parley/shared/access/api-key';
import type { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ConsumerSelect } from '../../nouns/consumer/consumer-select.tsx';
import { EnvironmentField } from '../../nouns/environment/environment-field.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ApiKeyBounds, type KeyBounds, keyBoundsOf, noKeyBounds } from './api-key-bounds.tsx';
import { expiryOf, type Lifetime } from '../../nouns/api-key/api-key-lifetime.ts';
import { ApiKeyLifetimeFields } from '../../nouns/api-key/api-key-lifetime-fields.tsx';
import { grantableScopes } from '../../nouns/scope/scope-groups.ts';
import { ScopePicker } from '../../nouns/scope/scope-picker.tsx';

const schema = CreateApiKey.required({ consumerId: true, environment: true });

interface Props {
  /** The consumer to begin with, when the list shows one only. */
  consumerId: string | undefined;
  onClose: () => void;
  onCreated: (key: ApiKeyCreated) => void;
}

export function CreateApiKeyDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title="New API key" size="lg">
      <CreateApiKeyForm {...form} />
    </Modal>
  );
}

interface Values extends KeyBounds {
  consumerId: string;
  name: string;
  environment: Environment;
  scopes: Scope[];
  lifetime: Lifetime;
  /** A date as the browser's field gives it, used when `lifetime` is `date`. */
  expiresAt: string;
}

const inputOf = ({ lifetime, expiresAt, ...fields }: Values) =>
  withoutBlanks({ ...fields, ...keyBoundsOf(fields), expiresAt: expiryOf(lifetime, expiresAt, new Date()) });

function CreateApiKeyForm({ consumerId, onClose, onCreated }: Props) {
  const environment = useEnvironment();
  const create = useMutation(api.apiKey.create.mutationOptions());
  const initial: Values = {
    consumerId: consumerId ?? '',
    name: '',
    environment,
    scopes: [],
    ...noKeyBounds,
    lifetime: 'never',
    expiresAt: '',
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial,
    prepare: inputOf,
    fieldOf: { 'consumer.not_found': 'consumerId', 'consumer.suspended': 'consumerId' },
    send: create.mutateAsync,
    onSent: async (key) => {
      onCreated(key);
      await queryClient.invalidateQueries(api.apiKey.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Fields form={form} hasConsumer={Boolean(consumerId)} />
      <FormActions submit="Create key" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

function Fields({ form, hasConsumer }: { form: UseFormReturnType<Values>; hasConsumer: boolean }) {
  const { consumerId, environment, scopes, lifetime, expiresAt } = form.values;
  const grantable = grantableScopes(useSession().scopes);
  return (
    <Stack gap="md">
      <ConsumerSelect
        data-autofocus={!hasConsumer}
        label="Consumer"
        value={consumerId}
        error={form.errors['consumerId']}
        onChange={(id) => form.setFieldValue('consumerId', id)}
      />
      <TextInput
        data-autofocus={hasConsumer}
        label="Name"
        description="Where the key is used, so that you recognise it later."
        placeholder="billing worker"
        required
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <EnvironmentField
        what="key"
        value={environment}
        onChange={(chosen) => form.setFieldValue('environment', chosen)}
      />
      <ScopePicker
        grantable={grantable}
        value={scopes}
        error={form.errors['scopes']}
        onChange={(chosen) => form.setFieldValue('scopes', chosen)}
      />
      <ApiKeyLifetimeFields
        lifetime={lifetime}
        date={expiresAt}
        error={form.errors['expiresAt']}
        onChange={(next) => {
          form.setFieldValue('lifetime', next.lifetime);
          form.setFieldValue('expiresAt', next.date);
        }}
      />
      <ApiKeyBounds form={form} />
    </Stack>
  );
}
