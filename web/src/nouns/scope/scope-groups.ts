import { scopes, staffOnlyScopes, type Scope } from '@parley/shared/scope';
import { resourceLabel } from './scope-resource-label.ts';

/** Scopes of one resource, under the name that people use for it. */
export interface ScopeGroup {
  label: string;
  scopes: readonly Scope[];
}

/** Scopes by their resource, in the order of the one table. */
export function groupScopes(all: readonly Scope[]): ScopeGroup[] {
  return [...Map.groupBy(all, (scope) => scope.split(':')[0] ?? scope)].map(([resource, group]) => ({
    label: resourceLabel(resource),
    scopes: group,
  }));
}

/** What a person with `held` scopes can give to a key: their own, without those that only people hold. */
export function grantableScopes(held: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => held.includes(scope) && !staffOnlyScopes.includes(scope));
}

/** Bundles for what most keys are made for. */
export const presets: readonly { label: string; scopes: readonly Scope[] }[] = [
  { label: 'Publish events', scopes: ['events:publish', 'event-types:read'] },
  {
    label: 'Receive webhooks',
    scopes: ['event-types:read', 'endpoints:read', 'endpoints:write', 'deliveries:read', 'deliveries:write'],
  },
  { label: 'Read only', scopes: scopes.filter((scope) => scope.endsWith(':read')) },
];
