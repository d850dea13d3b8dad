import { Button, Divider, Stack, TextInput } from '@mantine/core';
import type { SignInStep } from '@parley/shared/administration/second-factor';
import { SignIn, type SessionView } from '@parley/shared/administration/session';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { PasskeySignIn } from '../../nouns/session/passkey-sign-in.tsx';
import { SecondStep } from '../../nouns/session/second-step.tsx';
import { SignInFailure } from '../../nouns/session/sign-in-failure.tsx';
import { ProviderSignIn } from './provider-sign-in.tsx';
import { SetUpHint } from './set-up-hint.tsx';

const route = getRouteApi('/_entrance/sign-in');

export function SignInPage() {
  const { next = '/' } = route.useSearch();
  const router = useRouter();
  const setUp = useQuery(api.session.setUp.queryOptions());
  const [step, setStep] = useState<SignInStep | null>(null);
  const onSignedIn = (session: SessionView) => {
    queryClient.setQueryData(api.session.current.queryKey(), session);
    router.history.replace(session.lacksSecondFactor ? '/account' : next);
  };
  if (setUp.data?.needed) return <SetUpHint commandLine={setUp.data.commandLine} />;
  if (step) return <SecondStep step={step} onSignedIn={onSignedIn} onBack={() => setStep(null)} />;
  return <SignInForm next={next} onSignedIn={onSignedIn} onStep={setStep} />;
}

function SignInForm({
  next,
  onSignedIn,
  onStep,
}: {
  next: string;
  onSignedIn: (session: SessionView) => void;
  onStep: (step: SignInStep) => void;
}) {
  const signIn = useMutation(api.session.signIn.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: SignIn,
    initial: { email: '', password: '' },
    send: signIn.mutateAsync,
    onSent: (answer) => ('secondFactor' in answer ? onStep(answer) : onSignedIn(answer)),
  });
  return (
    <>
      <PageHeader title="Sign in" />
      <Stack gap="md">
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="md">
            <SignInFailure key={signIn.submittedAt} error={failure} />
            <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
            <PasswordField
              label="Password"
              autoComplete="current-password"
              {...form.getInputProps('password')}
            />
            <Button type="submit" fullWidth loading={isSending}>
              Sign in
            </Button>
          </Stack>
        </form>
        <Divider label="or" labelPosition="center" />
        <ProviderSignIn next={next} />
        <PasskeySignIn onSignedIn={onSignedIn} />
      </Stack>
    </>
  );
}
