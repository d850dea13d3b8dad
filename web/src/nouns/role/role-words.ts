import { Role, type Role as RoleName } from '@parley/shared/scope';

/** What each role is for, in one sentence. */
export const roleWords: Record<RoleName, string> = {
  owner: 'Does everything, and is the only one who makes or changes owners.',
  admin: 'Does everything, except to make or change owners.',
  engineer: 'Runs the program: consumers, keys, event types and endpoints; does not change staff.',
  support: 'Reads everything and sends deliveries again.',
  viewer: 'Reads, without the audit trail and the staff.',
};

/** A role with a capital letter. */
export function roleLabel(role: RoleName): string {
  return role.charAt(0).toUpperCase() + role.slice(1);
}

/** The roles that a person can give: only an owner makes owners. */
export function grantableRoles(own: RoleName): { value: RoleName; label: string }[] {
  return Role.options
    .filter((role) => role !== 'owner' || own === 'owner')
    .map((value) => ({ value, label: roleLabel(value) }));
}
