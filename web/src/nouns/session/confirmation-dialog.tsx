import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { ConfirmationView } from '@parley/shared/administration/second-factor';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { answerConfirmations } from '../../lib/session/confirmation.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ByProvider } from './by-provider.tsx';
import { takePasskey } from './passkey.ts';
import { PasskeyFailure } from './passkey-failure.tsx';

interface Question {
  by: ConfirmationView['by'];
  answer: (isConfirmed: boolean) => void;
}

const look = async () => queryClient.query({ ...api.session.confirmation.queryOptions(), staleTime: 0 });

/** Asks again who it is, before something that is dangerous; what was asked for goes on by itself. */
export function ConfirmationDialog() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(
    () =>
      answerConfirmations(async (when) => {
        const { confirmedUntil, by } = await look();
        if (when === 'once' && confirmedUntil) return true;
        return new Promise((resolve) => {
          setQuestion({
            by,
            answer: (isConfirmed) => {
              setQuestion(null);
              resolve(isConfirmed);
            },
          });
        });
      }),
    [],
  );
  return (
    <Modal
      opened={question !== null}
      onClose={() => question?.answer(false)}
      title="Confirm that it is you"
      size="sm"
      zIndex={400}
    >
      {question && <Ways {...question} />}
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
