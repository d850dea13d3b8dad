import { Button, Stack, TextInput } from '@mantine/core';
import { SignIn } from '@parley/shared/administration/session';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { SetUpHint } from './set-up-hint.tsx';
import { SignInFailure } from './sign-in-failure.tsx';

const route = getRouteApi('/_entrance/sign-in');

export function SignInPage() {
  const { next = '/' } = route.useSearch();
  const setUp = useQuery(api.session.setUp.queryOptions());
  return setUp.data?.needed ? <SetUpHint commandLine={setUp.data.commandLine} /> : <SignInForm next={next} />;
}

function SignInForm({ next }: { next: string }) {
  const router = useRouter();
  const signIn = useMutation(api.session.signIn.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: SignIn,
    initial: { email: '', password: '' },
    send: signIn.mutateAsync,
    onSent: (session) => {
      queryClient.setQueryData(api.session.current.queryKey(), session);
      router.history.replace(next);
    },
  });
  return (
    <>
      <PageHeader title="Sign in" />
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
    </>
  );
}
