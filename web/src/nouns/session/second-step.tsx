import { Button, Stack, Text, TextInput } from '@mantine/core';
import { FinishSignIn } from '@parley/shared/administration/second-factor';
import type { SignInStep } from '@parley/shared/administration/second-factor';
import type { SessionView } from '@parley/shared/administration/session';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { SignInFailure } from './sign-in-failure.tsx';

/** After the right password: the code of an app, a recovery code, or a passkey. */
export function SecondStep({
  step: { secondFactor },
  onSignedIn,
  onBack,
}: {
  step: SignInStep;
  onSignedIn: (session: SessionView) => void;
  onBack: () => void;
}) {
  return (
    <>
      <PageHeader title="One more step" />
      <Stack gap="md">
        {secondFactor.includes('passkey') && <PasskeySignIn onSignedIn={onSignedIn} isMain />}
        <CodeForm hasApp={secondFactor.includes('code')} onSignedIn={onSignedIn} onBack={onBack} />
        <Text size="sm" c="dimmed">
          Lost both? An owner can remove your second factors under Staff.
        </Text>
      </Stack>
    </>
  );
}

function CodeForm({
  hasApp,
  onSignedIn,
  onBack,
}: {
  hasApp: boolean;
  onSignedIn: (session: SessionView) => void;
  onBack: () => void;
}) {
  const finish = useMutation(api.session.finishSignIn.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: FinishSignIn,
    initial: { code: '' },
    send: finish.mutateAsync,
    onSent: onSignedIn,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <SignInFailure key={finish.submittedAt} error={failure} />
        <TextInput
          data-autofocus
          label={hasApp ? 'Code' : 'Recovery code'}
          description={
            hasApp
              ? 'Six digits of your authenticator app, or a recovery code.'
              : 'One of those that you wrote down.'
          }
          autoComplete="one-time-code"
          {...form.getInputProps('code')}
        />
        <Button type="submit" fullWidth loading={isSending} variant={hasApp ? 'filled' : 'default'}>
          Sign in
        </Button>
        <Button type="button" variant="subtle" onClick={onBack}>
          Back
        </Button>
      </Stack>
    </form>
  );
}
