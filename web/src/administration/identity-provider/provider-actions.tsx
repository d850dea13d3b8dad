import { Button, List } from '@mantine/core';
import type { IdentityProviderView } from '@parley/shared/administration/identity-provider';
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconTestPipe, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ProviderDialog } from './provider-dialogs.tsx';

const route = getRouteApi('/_console/identity-providers/$id');

const reload = async () => queryClient.invalidateQueries(api.identityProvider.pathFilter());

/** What an owner does with a provider: walks the way once, changes it, lets nobody in by it for a while or for good. */
export function ProviderActions({ provider }: { provider: IdentityProviderView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const { id } = provider;
  const test = useMutation(
    api.singleSignOn.beginTry.mutationOptions({ onSuccess: ({ url }) => location.assign(url) }),
  );
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const close = () => setDialog(undefined);
  return (
    <>
      <Button
        type="button"
        leftSection={<IconTestPipe size={14} />}
        loading={test.isPending || test.isSuccess}
        onClick={() => test.mutate({ id })}
      >
        Test
      </Button>
      <Button
        type="button"
        variant="default"
        leftSection={<IconPencil size={14} />}
        onClick={() => setDialog('edit')}
      >
        Change
      </Button>
      <Switch provider={provider} />
      <Button
        type="button"
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => setDialog('remove')}
      >
        Remove
      </Button>
      <ProblemAlert error={test.error} />
      <ProviderDialog provider={provider} opened={dialog === 'edit'} onClose={close} />
      <RemoveDialog provider={provider} opened={dialog === 'remove'} onClose={close} />
    </>
  );
}

/** Lets nobody in by it for a while, or again. */
function Switch({ provider: { id, status } }: { provider: IdentityProviderView }) {
  const update = useMutation(api.identityProvider.update.mutationOptions({ onSettled: reload }));
  const isActive = status === 'active';
  return (
    <>
      <Button
        type="button"
        variant="default"
        leftSection={isActive ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
        loading={update.isPending}
        onClick={() => update.mutate({ id, status: isActive ? 'disabled' : 'active' })}
      >
        {isActive ? 'Disable' : 'Enable'}
      </Button>
      <ProblemAlert error={update.error} />
    </>
  );
}

function RemoveDialog({
  provider,
  opened,
  onClose,
}: {
  provider: IdentityProviderView;
  opened: boolean;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = useMutation(api.identityProvider.remove.mutationOptions());
  return (
    <ConfirmDialog
      environment={null}
      opened={opened}
      onClose={onClose}
      title={`Remove ${provider.name}?`}
      phrase={provider.name}
      confirmLabel="Remove provider"
      facts={
        <List size="sm" spacing={4}>
          <List.Item>Nobody signs in by it any more, and who did is signed out.</List.Item>
          <List.Item>Its domains are open to passwords and passkeys again.</List.Item>
          <List.Item>Who has no password needs an invitation to come back.</List.Item>
        </List>
      }
      onConfirm={async () => {
        await remove.mutateAsync({ id: provider.id });
        await navigate({ to: '/identity-providers' });
        await reload();
      }}
    />
  );
}
