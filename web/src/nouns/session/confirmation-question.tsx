import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { ConfirmationView } from '@parley/shared/administration/second-factor';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ByProvider } from './by-provider.tsx';
import { takePasskey } from './passkey.ts';
import { PasskeyFailure } from './passkey-failure.tsx';

/** By what the reader may show that it is them, and what is told then. */
interface Question {
  by: ConfirmationView['by'];
  answer: (isConfirmed: boolean) => void;
}

/** The question itself, and the ways to answer it. */
export function ConfirmationQuestion({ by, answer }: Question) {
  return (
    <Modal opened onClose={() => answer(false)} title="Confirm that it is you" size="sm" zIndex={400}>
      <Ways by={by} answer={answer} />
    </Modal>
  );
}

function Ways({ by, answer }: Question) {
  return (
    <Stack gap="md">
      <Text>This is asked again before what cannot be taken back lightly. It holds for 15 minutes.</Text>
      {by.includes('passkey') && <ByPasskey onConfirmed={() => answer(true)} />}
      {by.includes('code') && <ByCode onConfirmed={() => answer(true)} onCancel={() => answer(false)} />}
      {by.includes('provider') && (
        <ByProvider onConfirmed={() => answer(true)} onCancel={() => answer(false)} />
      )}
      {by.includes('password') && (
        <ByPassword onConfirmed={() => answer(true)} onCancel={() => answer(false)} />
      )}
    </Stack>
  );
}

interface WayProps {
  onConfirmed: () => void;
  onCancel: () => void;
}

function ByPasskey({ onConfirmed }: Pick<WayProps, 'onConfirmed'>) {
  const begin = useMutation(api.session.beginPasskey.mutationOptions());
  const finish = useMutation(api.session.confirmByPasskey.mutationOptions());
  const confirm = useMutation({
    mutationFn: async () => finish.mutateAsync({ passkey: await takePasskey(await begin.mutateAsync()) }),
    onSuccess: onConfirmed,
  });
  return (
    <>
      {confirm.error && <PasskeyFailure error={confirm.error} />}
      <Button type="button" data-autofocus loading={confirm.isPending} onClick={() => confirm.mutate()}>
        Use a passkey
      </Button>
    </>
  );
}

function ByCode({ onConfirmed, onCancel }: WayProps) {
  const [code, setCode] = useState('');
  const confirm = useMutation(api.session.confirm.mutationOptions({ onSuccess: onConfirmed }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ code });
      }}
    >
      <Stack gap="md">
        <ProblemAlert error={confirm.error} />
        <TextInput
          data-autofocus
          label="Code"
          description="Of your authenticator app, or a recovery code."
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </Stack>
      <FormActions submit="Confirm" isSending={confirm.isPending} onCancel={onCancel} />
    </form>
  );
}

function ByPassword({ onConfirmed, onCancel }: WayProps) {
  const [password, setPassword] = useState('');
  const confirm = useMutation(api.session.confirm.mutationOptions({ onSuccess: onConfirmed }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ password });
      }}
    >
      <Stack gap="md">
        <ProblemAlert error={confirm.error} />
        <PasswordField
          data-autofocus
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Stack>
      <FormActions submit="Confirm" isSending={confirm.isPending} onCancel={onCancel} />
    </form>
  );
}
