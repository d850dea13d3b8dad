import { Button } from '@mantine/core';
import type { SessionView } from '@parley/shared/administration/session';
import { IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { arePasskeysHere, takePasskey } from './passkey.ts';
import { PasskeyFailure } from './passkey-failure.tsx';

/** Signs in with a passkey and nothing else: a device, and what opens it. */
export function PasskeySignIn({
  onSignedIn,
  isMain = false,
}: {
  onSignedIn: (session: SessionView) => void;
  isMain?: boolean;
}) {
  const begin = useMutation(api.session.beginPasskey.mutationOptions());
  const finish = useMutation(api.session.signInByPasskey.mutationOptions());
  const signIn = useMutation({
    mutationFn: async () => finish.mutateAsync({ passkey: await takePasskey(await begin.mutateAsync()) }),
    onSuccess: onSignedIn,
  });
  if (!arePasskeysHere()) return null;
  return (
    <>
      {signIn.error && <PasskeyFailure error={signIn.error} />}
      <Button
        type="button"
        fullWidth
        variant={isMain ? 'filled' : 'default'}
        leftSection={<IconKey size={14} />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {isMain ? 'Use a passkey' : 'Sign in with a passkey'}
      </Button>
    </>
  );
}
