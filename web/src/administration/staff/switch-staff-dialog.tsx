import { List, Text } from '@mantine/core';
import type { StaffView } from '@parley/shared/administration/staff';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Disables an account, lets its person in again, and removes second factors that they lost. Nothing while `person` is absent. */
export function SwitchStaffDialog({
  person,
  act,
  onClose,
}: {
  person: StaffView | undefined;
  act: 'disable' | 'enable' | 'reset' | 'separate' | undefined;
  onClose: () => void;
}) {
  const update = useMutation(api.staff.update.mutationOptions());
  const isDisabled = person?.status === 'disabled';
  const setDisabled = async (disabled: boolean) => {
    if (!person) return;
    await update.mutateAsync({ id: person.id, disabled });
    await queryClient.invalidateQueries(api.staff.pathFilter());
  };
  return (
    <>
      <ConfirmDialog
        environment={null}
        opened={act === 'disable' && Boolean(person) && !isDisabled}
        onClose={onClose}
        title={`Disable ${person?.email ?? ''}?`}
        facts={
          <List size="sm" spacing={4}>
            <List.Item>Every session of this person ends at once.</List.Item>
            <List.Item>Personal tokens of this person end for good.</List.Item>
            <List.Item>They cannot sign in until the account is enabled again.</List.Item>
            <List.Item>API keys that they created keep working: keys belong to consumers.</List.Item>
          </List>
        }
        confirmLabel="Disable account"
        onConfirm={() => setDisabled(true)}
      />
      <ConfirmDialog
        environment={null}
        opened={act === 'enable' && isDisabled}
        onClose={onClose}
        title={`Enable ${person?.email ?? ''}?`}
        facts={<Text>They can sign in again, with the role and the password that they had.</Text>}
        confirmLabel="Enable account"
        isDangerous={false}
        onConfirm={() => setDisabled(false)}
      />
      <ResetDialog person={act === 'reset' ? person : undefined} onClose={onClose} />
      <SeparateDialog person={act === 'separate' ? person : undefined} onClose={onClose} />
    </>
  );
}

function SeparateDialog({ person, onClose }: { person: StaffView | undefined; onClose: () => void }) {
  const separate = useMutation(api.staff.endSingleSignOn.mutationOptions());
  return (
    <ConfirmDialog
      environment={null}
      opened={Boolean(person)}
      onClose={onClose}
      title={`Separate ${person?.email ?? ''} from the provider?`}
      facts={
        <List size="sm" spacing={4}>
          <List.Item>For somebody who has a new login at the provider.</List.Item>
          <List.Item>What the provider signed them in to ends at once.</List.Item>
          <List.Item>The next login there with this address is joined to the account.</List.Item>
        </List>
      }
      confirmLabel="Separate account"
      onConfirm={async () => {
        if (person) await separate.mutateAsync({ id: person.id });
        await queryClient.invalidateQueries(api.staff.pathFilter());
      }}
    />
  );
}

function ResetDialog({ person, onClose }: { person: StaffView | undefined; onClose: () => void }) {
  const reset = useMutation(api.staff.resetSecondFactor.mutationOptions());
  return (
    <ConfirmDialog
      environment={null}
      opened={Boolean(person)}
      onClose={onClose}
      title={`Remove the second factors of ${person?.email ?? ''}?`}
      facts={
        <List size="sm" spacing={4}>
          <List.Item>
            The authenticator app, the passkeys and the recovery codes are accepted no more.
          </List.Item>
          <List.Item>Every session of this person ends at once; the password signs them in.</List.Item>
          <List.Item>Make sure by another way that it is them who asks.</List.Item>
        </List>
      }
      confirmLabel="Remove second factors"
      onConfirm={async () => {
        if (person) await reset.mutateAsync({ id: person.id });
        await queryClient.invalidateQueries(api.staff.pathFilter());
      }}
    />
  );
}
