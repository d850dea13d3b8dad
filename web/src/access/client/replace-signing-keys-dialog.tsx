import { List } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Replaces what access tokens are signed with, for a private key that somebody else may have. */
export function ReplaceSigningKeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const replace = useMutation(api.signingKey.replace.mutationOptions());
  return (
    <ConfirmDialog
      environment={null}
      opened={opened}
      onClose={onClose}
      title="Replace the signing keys?"
      facts={<Facts />}
      phrase="replace"
      confirmLabel="Replace keys"
      onConfirm={async () => replace.mutateAsync({})}
    />
  );
}

function Facts() {
  return (
    <List size="sm" spacing={4}>
      <List.Item>
        Do it when somebody else may have a private key. Keys change by themselves every 30 days.
      </List.Item>
      <List.Item>
        Every access token of every client, in live and in test, is refused at once. Clients ask for new ones
        with the credentials that they have.
      </List.Item>
      <List.Item>API keys and tokens of trusted issuers go on as they are.</List.Item>
      <List.Item>
        Services that verify tokens by the public keys alone accept the old ones until they read the keys
        again.
      </List.Item>
    </List>
  );
}
