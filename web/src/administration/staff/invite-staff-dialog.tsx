import { Modal, Stack, TextInput } from '@mantine/core';
import type { Role } from '@parley/shared/scope';
import { InviteStaff, type StaffInvited } from '@parley/shared/administration/staff';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { RoleSelect } from '../../nouns/role/role-select.tsx';

interface Props {
  onClose: () => void;
  onInvited: (invited: StaffInvited) => void;
}

export function InviteStaffDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title="Invite staff">
      <InviteStaffForm {...form} />
    </Modal>
  );
}

interface Values extends Record<string, unknown> {
  email: string;
  role: Role;
}

const blank: Values = { email: '', role: 'engineer' };

function InviteStaffForm({ onClose, onInvited }: Props) {
  const invite = useMutation(api.staff.invite.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: InviteStaff,
    initial: blank,
    fieldOf: { 'staff.email_taken': 'email', 'auth.grant_refused': 'role' },
    send: invite.mutateAsync,
    onSent: async (invited) => {
      onInvited(invited);
      await queryClient.invalidateQueries(api.staff.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="E-mail"
          type="email"
          required
          autoComplete="off"
          placeholder="ada@clinic.example"
          {...form.getInputProps('email')}
        />
        <RoleSelect
          value={form.values.role}
          error={form.errors['role']}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </Stack>
      <FormActions submit="Create invitation" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
