import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { AccountSecurity, FactorAdded, PasskeyView } from '@parley/shared/administration/second-factor';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { arePasskeysHere, makePasskey } from '../../nouns/session/passkey.ts';
import { PasskeyFailure } from '../../nouns/session/passkey-failure.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { Time } from '../../ui/text/time.tsx';

interface Props {
  security: AccountSecurity;
  onAdded: (added: FactorAdded) => Promise<void>;
  onChanged: () => Promise<unknown>;
}

const areAllowedAt = (origin: string | null): boolean => origin === location.origin && arePasskeysHere();

/** The passkeys of who reads: what each is, and ways to add and to remove one. */
export function AccountPasskeys({ security: { passkeys, passkeysAt }, onAdded, onChanged }: Props) {
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<PasskeyView | null>(null);
  const remove = useMutation(api.account.removePasskey.mutationOptions({ onSuccess: onChanged }));
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <div style={{ flex: '1 1 300px' }}>
          <Text fw={600}>Passkeys</Text>
          <Text size="sm" c="dimmed">
            A key of this device or of a password manager. It signs you in without a password.
          </Text>
        </div>
        {areAllowedAt(passkeysAt) && (
          <Button type="button" variant="default" onClick={() => setAdding(true)}>
            Add a passkey
          </Button>
        )}
      </Group>
      {!areAllowedAt(passkeysAt) && <NotHere at={passkeysAt} />}
      {passkeys.map((passkey) => (
        <Passkey key={passkey.id} passkey={passkey} onRemove={() => setLeaving(passkey)} />
      ))}
      <Modal opened={isAdding} onClose={() => setAdding(false)} title="Add a passkey" size="sm">
        <AddPasskeyForm
          onCancel={() => setAdding(false)}
          onAdded={async (added) => {
            setAdding(false);
            await onAdded(added);
          }}
        />
      </Modal>
      <ConfirmDialog
        opened={leaving !== null}
        title={`Remove the passkey ${leaving?.name ?? ''}`}
        environment={null}
        facts="It signs you in no more. Remove it from the device as well, where it would be offered in vain."
        confirmLabel="Remove passkey"
        onConfirm={async () => leaving && remove.mutateAsync({ id: leaving.id })}
        onClose={() => setLeaving(null)}
      />
    </Stack>
  );
}

function NotHere({ at }: { at: string | null }) {
  return (
    <Text size="sm">
      {at === null || at === location.origin ? (
        'Browsers allow passkeys at https addresses with a name only, or on localhost.'
      ) : (
        <>
          Browsers allow passkeys at <code>{at}</code>. Open the console there to add one.
        </>
      )}
    </Text>
  );
}

function Passkey({
  passkey: { name, createdAt, lastUsedAt, isSuspect, isSynced },
  onRemove,
}: {
  passkey: PasskeyView;
  onRemove: () => void;
}) {
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm">
        <strong>{name}</strong>
        {isSynced ? ', synced' : ''}, added <Time at={createdAt} />, last used{' '}
        <Time at={lastUsedAt} absent="never" />
        {isSuspect &&
          '. Its counter fell: there may be a copy of it, so it is not accepted any more. Remove it.'}
      </Text>
      <Button
        type="button"
        variant="default"
        size="compact-xs"
        aria-label={`Remove the passkey ${name}`}
        onClick={onRemove}
      >
        Remove
      </Button>
    </Group>
  );
}

function AddPasskeyForm({
  onAdded,
  onCancel,
}: {
  onAdded: (added: FactorAdded) => Promise<void>;
  onCancel: () => void;
}) {
  const [name, setName] = useState('');
  const begin = useMutation(api.account.beginPasskey.mutationOptions());
  const finish = useMutation(api.account.addPasskey.mutationOptions());
  const add = useMutation({
    mutationFn: async () =>
      finish.mutateAsync({
        name: name.trim() || 'Passkey',
        passkey: await makePasskey(await begin.mutateAsync()),
      }),
    onSuccess: onAdded,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Stack gap="md">
        {add.error && <PasskeyFailure error={add.error} />}
        <TextInput
          data-autofocus
          label="Name"
          description="By which you know it again, such as Laptop."
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Stack>
      <FormActions submit="Go on in the browser" isSending={add.isPending} onCancel={onCancel} />
    </form>
  );
}
