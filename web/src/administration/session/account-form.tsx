import { Button, Stack, TextInput } from '@mantine/core';
import { AcceptInvitation, type SessionView } from '@parley/shared/administration/session';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** Name and password of a new account. `email` is `null` at the first set-up, where it is asked for. */
export function AccountForm({
  token,
  email,
  submit,
}: {
  token: string;
  email: string | null;
  submit: string;
}) {
  const navigate = useNavigate();
  const accept = useMutation(api.session.acceptInvitation.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: email === null ? AcceptInvitation.required({ email: true }) : AcceptInvitation,
    initial: { email: '', name: '', password: '' },
    prepare: ({ email: typed, name, password }) => ({
      token,
      ...(email === null && { email: typed || undefined }),
      name: name || undefined,
      password,
    }),
    send: accept.mutateAsync,
    onSent: async (session: SessionView) => {
      queryClient.setQueryData(api.session.current.queryKey(), session);
      queryClient.setQueryData(api.session.setUp.queryKey(), { needed: false, commandLine: null });
      await navigate({ to: '/', replace: true });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        {email === null ? (
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
        ) : (
          <TextInput label="E-mail" type="email" autoComplete="username" value={email} readOnly />
        )}
        <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />
        <PasswordField
          label="Password"
          description="At least 12 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth loading={isSending}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
