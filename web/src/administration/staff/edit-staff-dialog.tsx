import { Modal, Stack, TextInput } from '@mantine/core';
import type { Role } from '@parley/shared/scope';
import { UpdateStaff, type StaffView } from '@parley/shared/administration/staff';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { RoleSelect } from '../../nouns/role/role-select.tsx';

/** Changes the name or the role of a person. Nothing while `person` is absent. */
export function EditStaffDialog({ person, onClose }: { person: StaffView | undefined; onClose: () => void }) {
  return (
    <Modal opened={Boolean(person)} onClose={onClose} title={`Edit ${person?.email ?? ''}`}>
      {person && <EditStaffForm person={person} onClose={onClose} />}
    </Modal>
  );
}

interface Values extends Record<string, unknown> {
  name: string;
  role: Role;
}

function EditStaffForm({ person, onClose }: { person: StaffView; onClose: () => void }) {
  const update = useMutation(api.staff.update.mutationOptions());
  const initial: Values = { name: person.name ?? '', role: person.role };
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: person.name === null ? UpdateStaff : UpdateStaff.required({ name: true }),
    initial,
    prepare: (values) => ({ id: person.id, ...withoutBlanks(values) }),
    fieldOf: { 'staff.last_owner': 'role', 'auth.grant_refused': 'role' },
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.staff.pathFilter());
      // One's own name and role are part of the session.
      await queryClient.invalidateQueries(api.session.current.queryFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          description={
            person.status === 'invited'
              ? 'They choose it with the invitation; it can be set here already.'
              : null
          }
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <RoleSelect
          value={form.values.role}
          error={form.errors['role']}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </Stack>
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
