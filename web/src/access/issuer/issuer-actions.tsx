import { Button, List } from '@mantine/core';
import type { IssuerView } from '@parley/shared/access/issuer';
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { EditIssuerDialog } from './edit-issuer-dialog.tsx';

const route = getRouteApi('/_console/issuers/$id');

const refresh = async () => queryClient.invalidateQueries(api.issuer.pathFilter());

/** What can be done with an issuer: its keys read, its settings changed, its tokens refused for a while or for good. */
export function IssuerActions({ issuer }: { issuer: IssuerView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const keys = useMutation(api.issuer.refreshKeys.mutationOptions({ onSettled: refresh }));
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const { id } = issuer;
  return (
    <>
      <Button
        type="button"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        loading={keys.isPending}
        onClick={() => keys.mutate({ id })}
      >
        Read keys now
      </Button>
      <Button
        type="button"
        variant="default"
        leftSection={<IconPencil size={14} />}
        onClick={() => setDialog('edit')}
      >
        Change
      </Button>
      <Switch issuer={issuer} />
      <Button
        type="button"
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => setDialog('remove')}
      >
        Remove
      </Button>
      <ProblemAlert error={keys.error} />
      <EditIssuerDialog issuer={issuer} opened={dialog === 'edit'} onClose={() => setDialog(undefined)} />
      <RemoveIssuerDialog issuer={issuer} opened={dialog === 'remove'} onClose={() => setDialog(undefined)} />
    </>
  );
}

/** Refuses its tokens for a while, or accepts them again. */
function Switch({ issuer: { id, status } }: { issuer: IssuerView }) {
  const update = useMutation(api.issuer.update.mutationOptions({ onSettled: refresh }));
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

function RemoveIssuerDialog({
  issuer,
  opened,
  onClose,
}: {
  issuer: IssuerView;
  opened: boolean;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = useMutation(api.issuer.remove.mutationOptions());
  return (
    <ConfirmDialog
      environment={null}
      opened={opened}
      onClose={onClose}
      title={`Trust ${issuer.name} no longer?`}
      phrase={issuer.name}
      confirmLabel="Remove issuer"
      facts={
        <List size="sm" spacing={4}>
          <List.Item>All of its tokens are refused from the next request on.</List.Item>
          <List.Item>Which value is which consumer is forgotten. What was called stays counted.</List.Item>
        </List>
      }
      onConfirm={async () => {
        await remove.mutateAsync({ id: issuer.id });
        await navigate({ to: '/issuers' });
        await refresh();
      }}
    />
  );
}
