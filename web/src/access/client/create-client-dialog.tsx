import { Modal, Select, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { CreateClient, type ClientCreated } from '@parley/shared/access/client';
import type { Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { ConsumerSelect } from '../../nouns/consumer/consumer-select.tsx';
import { EnvironmentField } from '../../nouns/environment/environment-field.tsx';
import { grantableScopes } from '../../nouns/scope/scope-groups.ts';
import { ScopePicker } from '../../nouns/scope/scope-picker.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { tokenLives } from './token-lives.ts';

const schema = CreateClient.required({ consumerId: true, environment: true });

interface Props {
  /** The consumer to begin with, when the list shows one only. */
  consumerId: string | undefined;
  onClose: () => void;
  onCreated: (client: ClientCreated) => void;
}

export function CreateClientDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title="New OAuth client" size="lg">
      <CreateClientForm {...form} />
    </Modal>
  );
}

interface Values extends Record<string, unknown> {
  consumerId: string;
  name: string;
  environment: Environment;
  scopes: Scope[];
  tokenSeconds: string;
}

function CreateClientForm({ consumerId, onClose, onCreated }: Props) {
  const environment = useEnvironment();
  const create = useMutation(api.client.create.mutationOptions());
  const initial: Values = {
    consumerId: consumerId ?? '',
    name: '',
    environment,
    scopes: [],
    tokenSeconds: '900',
  };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial,
    prepare: ({ tokenSeconds, ...fields }) =>
      withoutBlanks({ ...fields, tokenSeconds: Number(tokenSeconds) }),
    fieldOf: { 'consumer.not_found': 'consumerId', 'consumer.suspended': 'consumerId' },
    send: create.mutateAsync,
    onSent: async (client) => {
      onCreated(client);
      await queryClient.invalidateQueries(api.client.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Fields form={form} hasConsumer={Boolean(consumerId)} />
      <FormActions submit="Create client" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

function Fields({ form, hasConsumer }: { form: UseFormReturnType<Values>; hasConsumer: boolean }) {
  const { consumerId, environment, scopes } = form.values;
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
        description="Where the client is used, so that you recognise it later."
        placeholder="billing worker"
        required
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <EnvironmentField
        what="client"
        value={environment}
        onChange={(chosen) => form.setFieldValue('environment', chosen)}
      />
      <ScopePicker
        grantable={grantable}
        value={scopes}
        error={form.errors['scopes']}
        onChange={(chosen) => form.setFieldValue('scopes', chosen)}
      />
      <Select
        label="Tokens work for"
        description="A shorter time is safer, and has the program ask more often."
        data={tokenLives}
        allowDeselect={false}
        {...form.getInputProps('tokenSeconds')}
      />
    </Stack>
  );
}
