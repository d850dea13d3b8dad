import type { DeclaredAct } from '@parley/shared/administration/staff';
import { Role, scopesOfRole, type Role as RoleName } from '@parley/shared/scope';

/** The roles that may do something, the most powerful first. The server goes by the same declaration. */
export function rolesFor({ scope, isForOwners }: Pick<DeclaredAct, 'scope' | 'isForOwners'>): RoleName[] {
  return Role.options.filter((role) => (isForOwners ? role === 'owner' : scopesOfRole[role].includes(scope)));
}

/** What can be done, in the groups of the API reference. */
export function actsByGroup(acts: readonly DeclaredAct[]): [group: string, acts: DeclaredAct[]][] {
  const groups = new Map<string, DeclaredAct[]>();
  for (const act of acts) groups.set(act.group, [...(groups.get(act.group) ?? []), act]);
  return [...groups];
}
