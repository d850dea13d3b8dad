import { z } from 'zod';

/** Every permission there is, `resource:action`, and what it lets its holder do. Feeds the guard and the docs. */
export const scopeDescriptions = {
  'events:publish': 'Publish events to the consumer’s own endpoints.',
  'events:publish.any': 'Publish events to named consumers, or to everyone.',
  'events:read': 'Read published events.',
  'event-types:read': 'Read the event type catalogue.',
  'event-types:write': 'Declare event types and their schema versions.',
  'endpoints:read': 'Read endpoints.',
  'endpoints:write': 'Create, change, test and remove endpoints, and rotate their secrets.',
  'deliveries:read': 'Read deliveries and their attempts.',
  'deliveries:write': 'Send deliveries again, one by one or by a recovery.',
  'consumers:read': 'Read consumers.',
  'consumers:write': 'Register and change consumers.',
  'consumers:approve': 'Approve what a consumer asked for.',
  'api-keys:read': 'Read and verify API keys, never their secrets.',
  'api-keys:write': 'Create, rotate and revoke API keys.',
  'clients:read': 'Read OAuth clients.',
  'clients:write': 'Create and change OAuth clients.',
  'issuers:read': 'Read which issuers of tokens are trusted.',
  'issuers:write': 'Trust issuers of tokens, and say what their tokens may do.',
  'contracts:read': 'Read APIs, contract versions and changes.',
  'contracts:write': 'Upload contract versions.',
  'contracts:publish': 'Publish, deprecate and retire contract versions.',
  'sources:read': 'Read inbound sources.',
  'sources:write': 'Create and change inbound sources.',
  'receipts:read': 'Read inbound receipts.',
  'receipts:write': 'Replay inbound receipts.',
  'workflows:read': 'Read workflows.',
  'workflows:write': 'Change workflows.',
  'routes:read': 'Read gateway routes.',
  'routes:write': 'Change gateway routes.',
  'usage:read': 'Read usage counters.',
  'issues:read': 'Read issues: what fails, grouped by its cause.',
  'issues:write': 'Acknowledge, mute, resolve and reopen issues.',
  'monitoring:read': 'Read alerts, probes and metrics.',
  'monitoring:write': 'Change alerts and probes.',
  'test-runs:read': 'Read test runs.',
  'test-runs:write': 'Start test runs.',
  'audit:read': 'Read the audit trail.',
  'staff:read': 'Read staff accounts.',
  'staff:write': 'Invite staff, change their roles, disable them.',
} as const;

export type Scope = keyof typeof scopeDescriptions;

/** All scopes, in the order of the table above. */
export const scopes = Object.keys(scopeDescriptions).filter(
  (scope): scope is Scope => scope in scopeDescriptions,
);

export const Scope = z
  .enum(scopes)
  .meta({ id: 'Scope', description: 'One permission, `resource:action`.', example: 'events:publish' });

/** Scopes that only a person may hold: a key that could create staff, or trust an issuer, would outlive its revocation. */
export const staffOnlyScopes: readonly Scope[] = [
  'staff:read',
  'staff:write',
  'issuers:read',
  'issuers:write',
];

/** What a staff member may be. Each role is a bundle of scopes, see {@link scopesOfRole}. */
export const Role = z.enum(['owner', 'admin', 'engineer', 'support', 'viewer']).meta({
  id: 'Role',
  description:
    '`owner` may do everything; `admin` all but change owners; `engineer` runs the program; `support` reads and retries; `viewer` reads.',
  example: 'engineer',
});
export type Role = z.infer<typeof Role>;

const readScopes = scopes.filter((scope) => scope.endsWith(':read'));
const viewerScopes = readScopes.filter((scope) => scope !== 'audit:read' && scope !== 'staff:read');

/** The scopes of a staff role. */
export const scopesOfRole: Record<Role, readonly Scope[]> = {
  owner: scopes,
  admin: scopes,
  engineer: scopes.filter((scope) => scope !== 'staff:write'),
  support: [...readScopes, 'deliveries:write', 'issues:write', 'receipts:write'],
  viewer: viewerScopes,
};

/** Whether a set of scopes covers one. `events:publish.any` includes `events:publish`. */
export const holds = (held: ReadonlySet<Scope>, scope: Scope): boolean =>
  held.has(scope) || (scope === 'events:publish' && held.has('events:publish.any'));
