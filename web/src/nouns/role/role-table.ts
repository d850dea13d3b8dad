import { Role, scopes, scopesOfRole, type Role as RoleName } from '@parley/shared/scope';
import { resourceLabel } from '../scope/scope-resource-label.ts';

/** What every role may do with one resource, such as “read, write”; `''` for nothing. */
export interface RoleRow {
  resource: string;
  may: Record<RoleName, string>;
}

const words: Record<string, string> = { 'publish.any': 'publish to anyone' };

function actionsOf(role: RoleName, resource: string): string {
  return scopesOfRole[role]
    .filter((scope) => scope.startsWith(`${resource}:`))
    .map((scope) => scope.slice(resource.length + 1))
    .filter((action, _, all) => action !== 'publish' || !all.includes('publish.any'))
    .map((action) => words[action] ?? action)
    .join(', ');
}

/** A row for each resource, from the scopes of the roles. */
export function roleTable(): RoleRow[] {
  const resources = [...new Set(scopes.map((scope) => scope.split(':')[0] ?? scope))];
  return resources.map((resource) => ({
    resource: resourceLabel(resource),
    may: {
      owner: actionsOf('owner', resource),
      admin: actionsOf('admin', resource),
      engineer: actionsOf('engineer', resource),
      support: actionsOf('support', resource),
      viewer: actionsOf('viewer', resource),
    },
  }));
}

/** The roles, most powerful first. */
export const roles: readonly RoleName[] = Role.options;
