import { Button, List } from '@mantine/core';
import type { ClientCreated, ClientView } from '@parley/shared/access/client';
import { IconBan, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ClientSecret } from './client-secret.tsx';
import { RevokeClientDialog } from './revoke-client-dialog.tsx';
import { RotateClientDialog } from './rotate-client-dialog.tsx';

const route = getRouteApi('/_console/clients/$id');

/** What can be done with a client: its secret is rotated, the old one ended, and the client revoked. */
export function ClientActions({ client }: { client: ClientView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const [rotated, setRotated] = useState<ClientCreated | null>(null);
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const mayRotate = client.status === 'active' && client.authentication === 'secret';
  const close = () => setDialog(undefined);
  return (
    <>
      <ActButtons client={client} mayRotate={mayRotate} onChoose={setDialog} />
      <RotateClientDialog
        client={client}
        opened={mayRotate && dialog === 'rotate'}
        onClose={close}
        onRotated={(next) => {
          setRotated(next);
          close();
        }}
      />
      <EndSecretDialog
        client={client}
        opened={client.secrets.length > 1 && dialog === 'end-secret'}
        onClose={close}
      />
      <RevokeClientDialog
        client={client}
        opened={client.status !== 'revoked' && dialog === 'revoke'}
        onClose={close}
      />
      <ClientSecret title="New client secret" client={rotated} onStored={() => setRotated(null)} />
    </>
  );
}

function ActButtons({
  client,
  mayRotate,
  onChoose,
}: {
  client: ClientView;
  mayRotate: boolean;
  onChoose: (dialog: 'rotate' | 'revoke') => void;
}) {
  return (
    <>
      {mayRotate && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          onClick={() => onChoose('rotate')}
        >
          Rotate secret
        </Button>
      )}
      {client.status !== 'revoked' && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconBan size={14} />}
          onClick={() => onChoose('revoke')}
        >
          Revoke
        </Button>
      )}
    </>
  );
}

function EndSecretDialog({
  client,
  opened,
  onClose,
}: {
  client: ClientView;
  opened: boolean;
  onClose: () => void;
}) {
  const end = useMutation(api.client.endPreviousSecret.mutationOptions());
  const old = client.secrets[1];
  return (
    <ConfirmDialog
      environment={client.environment}
      opened={opened}
      onClose={onClose}
      title="End the old secret?"
      confirmLabel="End it now"
      facts={
        <List size="sm" spacing={4}>
          <List.Item>
            The last token with it was asked for: <Time at={old?.lastUsedAt ?? null} absent="never" />.
          </List.Item>
          <List.Item>
            Whoever still has it gets no token any more. Tokens that were issued work to their end.
          </List.Item>
        </List>
      }
      onConfirm={async () => {
        await end.mutateAsync({ id: client.id });
        await queryClient.invalidateQueries(api.client.pathFilter());
      }}
    />
  );
}
