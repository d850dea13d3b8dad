import { Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ChangePassword } from '@parley/shared/administration/session';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

export function ChangePasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Change password" size="sm">
      <ChangePasswordForm onClose={onClose} />
    </Modal>
  );
}

function ChangePasswordForm({ onClose }: { onClose: () => void }) {
  const change = useMutation(api.session.changePassword.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: ChangePassword,
    initial: { currentPassword: '', newPassword: '' },
    fieldOf: { 'staff.wrong_password': 'currentPassword' },
    send: change.mutateAsync,
    onSent: () => {
      onClose();
      notifications.show({ message: 'The password is changed.' });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <PasswordField
          data-autofocus
          label="Current password"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <PasswordField
          label="New password"
          description="At least 12 characters."
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
        />
      </Stack>
      <FormActions submit="Change password" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
