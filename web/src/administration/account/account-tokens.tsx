import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CreatePersonalToken, type PersonalTokenView } from '@parley/shared/administration/personal-token';
import type { Scope } from '@parley/shared/scope';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { ScopePicker } from '../../nouns/scope/scope-picker.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';

const columns = (revoke: (token: PersonalTokenView) => void): Column<PersonalTokenView>[] => [
  {
    id: 'name',
    header: 'Token',
    cell: ({ name, lastFour }) => (
      <>
        {name} <code>…{lastFour}</code>
      </>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
    align: 'right',
    wide: true,
  },
  {
    id: 'act',
    header: 'Act',
    align: 'right',
    cell: (token) =>
      token.status === 'active' && (
        <Button
          type="button"
          variant="default"
          size="compact-xs"
          aria-label={`Revoke the token ${token.name}`}
          onClick={() => revoke(token)}
        >
          Revoke
        </Button>
      ),
  },
];

/** Tokens that call for who reads: what each is, and ways to make and to revoke one. */
export function AccountTokens() {
  const tokens = useQuery(api.personalToken.list.queryOptions({ limit: 100 }));
  const [leaving, setLeaving] = useState<PersonalTokenView | null>(null);
  const revoke = useMutation(
    api.personalToken.revoke.mutationOptions({
      onSuccess: async ({ name }) => {
        notifications.show({ message: `The token ${name} is revoked.` });
        await queryClient.invalidateQueries(api.personalToken.pathFilter());
      },
    }),
  );
  return (
    <Section flush title="Personal tokens" actions={<NewToken />}>
      <DataTable
        isBare
        label="Personal tokens"
        query={tokens}
        columns={columns(setLeaving)}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title="No tokens"
            text="A token calls the API for you, with a part of what you may do: for a script of your own."
          />
        }
      />
      <ConfirmDialog
        opened={leaving !== null}
        title={`Revoke the token ${leaving?.name ?? ''}`}
        environment={null}
        facts="It is refused at once, everywhere. What uses it has to be given another."
        confirmLabel="Revoke token"
        onConfirm={async () => leaving && revoke.mutateAsync({ id: leaving.id })}
        onClose={() => setLeaving(null)}
      />
    </Section>
  );
}

function NewToken() {
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <Button type="button" variant="default" onClick={() => setMaking(true)}>
        New token
      </Button>
      <Modal opened={isMaking} onClose={() => setMaking(false)} title="New personal token" size="lg">
        <TokenForm
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      </Modal>
      <SecretOnce title="Your personal token" what="token" secret={secret} onStored={() => setSecret(null)} />
    </>
  );
}

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];

interface Values extends Record<string, unknown> {
  name: string;
  scopes: Scope[];
  days: string;
}

const inputOf = ({ name, scopes, days }: Values) =>
  withoutBlanks({ name, scopes, expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() });

function TokenForm({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { scopes } = useSession();
  const create = useMutation(api.personalToken.create.mutationOptions());
  const initial: Values = { name: '', scopes: [], days: '30' };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreatePersonalToken,
    initial,
    prepare: inputOf,
    send: create.mutateAsync,
    onSent: async ({ secret }) => {
      onMade(secret);
      await queryClient.invalidateQueries(api.personalToken.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <TextInput
          data-autofocus
          label="Name"
          description="What it is for."
          autoComplete="off"
          required
          {...form.getInputProps('name')}
        />
        <Select label="Ends after" required data={lifetimes} {...form.getInputProps('days')} />
        <ScopePicker
          grantable={scopes}
          value={form.values.scopes}
          error={form.errors['scopes']}
          onChange={(chosen) => form.setFieldValue('scopes', chosen)}
        />
        <Text size="sm" c="dimmed">
          It may never do more than you may: with a smaller role it does less at once.
        </Text>
      </Stack>
      <FormActions submit="Make token" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
