import { Select } from '@mantine/core';
import type { Role } from '@parley/shared/scope';
import type { ReactNode } from 'react';
import { useSession } from '../../lib/session/session-context.ts';
import { grantableRoles, roleWords } from './role-words.ts';

/** Chooses a role that the reader can give, and says what it may do. */
export function RoleSelect({
  value,
  error,
  onChange,
}: {
  value: Role;
  error?: ReactNode;
  onChange: (role: Role) => void;
}) {
  const roles = grantableRoles(useSession().role);
  return (
    <Select
      label="Role"
      description={roleWords[value]}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      required
      data={roles}
      value={value}
      error={error}
      onChange={(chosen) => {
        const role = roles.find((option) => option.value === chosen);
        if (role) onChange(role.value);
      }}
    />
  );
}
