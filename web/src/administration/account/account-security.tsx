import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AccountSecurity as Security, FactorAdded } from '@parley/shared/administration/second-factor';
import { IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { AccountPasskeys } from './account-passkeys.tsx';
import { AppSetupDialog } from './app-setup-dialog.tsx';

const reload = async () =>
  Promise.all([
    queryClient.invalidateQueries(api.account.security.queryFilter()),
    queryClient.invalidateQueries(api.session.pathFilter()),
  ]);

/** What is asked besides the password: an app, passkeys, and codes for the day without either. */
export function AccountSecurity() {
  const security = useQuery(api.account.security.queryOptions());
  const [codes, setCodes] = useState<string[] | null>(null);
  const { lacksSecondFactor } = useSession();
  const onAdded = async ({ recoveryCodes }: FactorAdded) => {
    setCodes(recoveryCodes);
    await reload();
  };
  return (
    <Section title="Second factor">
      <Stack gap="lg">
        {lacksSecondFactor && (
          <Alert color="yellow" icon={<IconShieldLock size={18} />} title="Add a second factor to go on">
            This Parley asks everybody for one. Set up an authenticator app or add a passkey; then all else
            opens.
          </Alert>
        )}
        <ProblemAlert error={security.error} />
        {security.data && (
          <>
            <App security={security.data} onAdded={onAdded} />
            <AccountPasskeys security={security.data} onAdded={onAdded} onChanged={reload} />
            <RecoveryCodes security={security.data} onRenewed={setCodes} />
          </>
        )}
      </Stack>
      <SecretOnce
        title="Your recovery codes"
        what="codes"
        secret={codes && codes.join('\n')}
        text="Each of them signs you in once without the app or the passkey. Print them, or keep them in a password manager: they are not shown again."
        onStored={() => setCodes(null)}
      />
    </Section>
  );
}

function App({ security, onAdded }: { security: Security; onAdded: (added: FactorAdded) => Promise<void> }) {
  const [dialog, setDialog] = useState<'set up' | 'remove' | null>(null);
  const remove = useMutation(api.account.removeTotp.mutationOptions({ onSuccess: reload }));
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ flex: '1 1 300px' }}>
        <Text fw={600}>Authenticator app</Text>
        <Text size="sm" c="dimmed">
          {security.hasApp
            ? 'Set up. Its code is asked for after the password.'
            : 'Six digits that change every 30 seconds, asked for after the password.'}
        </Text>
      </div>
      <Group gap="xs">
        {security.hasApp && (
          <Button type="button" variant="default" onClick={() => setDialog('remove')}>
            Remove the app
          </Button>
        )}
        <Button type="button" variant="default" onClick={() => setDialog('set up')}>
          {security.hasApp ? 'Set up another app' : 'Set up an app'}
        </Button>
      </Group>
      <AppSetupDialog
        opened={dialog === 'set up'}
        onClose={() => setDialog(null)}
        onAdded={async (added) => {
          setDialog(null);
          notifications.show({ message: 'The app is set up.' });
          await onAdded(added);
        }}
      />
      <ConfirmDialog
        opened={dialog === 'remove'}
        title="Remove the authenticator app"
        environment={null}
        facts="Its codes are not accepted any more. Without another second factor the password alone signs you in."
        confirmLabel="Remove the app"
        onConfirm={async () => remove.mutateAsync()}
        onClose={() => setDialog(null)}
      />
    </Group>
  );
}

function RecoveryCodes({
  security: { hasApp, passkeys, recoveryCodesLeft },
  onRenewed,
}: {
  security: Security;
  onRenewed: (codes: string[]) => void;
}) {
  const renew = useMutation(
    api.account.renewRecoveryCodes.mutationOptions({
      onSuccess: async ({ codes }) => {
        onRenewed(codes);
        await reload();
      },
    }),
  );
  if (!hasApp && passkeys.length === 0) return null;
  return (
    <>
      <ProblemAlert error={renew.error} />
      <Group justify="space-between" gap="sm">
        <div style={{ flex: '1 1 300px' }}>
          <Text fw={600}>Recovery codes</Text>
          <Text size="sm" c="dimmed">
            {count(recoveryCodesLeft, 'code')} left. Each works once, for the day without the app and the
            passkey.
          </Text>
        </div>
        <Button type="button" variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          Make new codes
        </Button>
      </Group>
    </>
  );
}
