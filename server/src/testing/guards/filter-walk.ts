import { everyone } from '../../platform/database/owner.ts';
import { refusalOf } from '../../platform/guard/guard.ts';
import type { TestHub } from '../test-hub.ts';
import { guardedOnes } from './procedures.ts';
import type { OnLeak } from './walk.ts';

/** Rows of Parley itself, which no consumer has a way to, and of the company, which all may read. */
const withoutOwner: readonly string[] = [
  'Acceptance',
  'ActivityHour',
  'Api',
  'AttemptHour',
  'AuditHead',
  'ContractComparison',
  'ContractText',
  'ContractVersion',
  'EventKey',
  'EventType',
  'EventTypeVersion',
  'IdempotencyRecord',
  'Installation',
  'IssueHour',
  'ProviderDomainRow',
  'Revision',
  'RevokedToken',
  'Route',
  'SearchEntry',
  'SecurityPolicy',
  'SignInThrottle',
  'SigningKey',
  'UsedAssertion',
  'UsedStep',
  'WorkerProcess',
  'WorkerSlot',
];

/** A consumer is one in both environments. */
const inBothEnvironments: readonly string[] = [
  'Consumer',
  'ContractNotice',
  'IntakeLink',
  'Plan',
  'Requirement',
  'RequirementEntry',
];

const owner = { everyone: false, consumerId: 'con_walk', environment: 'live' } as const;

/** What is wrong with how an entity says whose its rows are; `null` when nothing is. */
const faultOf = (name: string, filter: unknown): string | null => {
  if (
    typeof filter !== 'object' ||
    filter === null ||
    !('cond' in filter) ||
    typeof filter.cond !== 'function'
  )
    return withoutOwner.includes(name) ? null : 'it has no owner';
  const condition = JSON.stringify(filter.cond(owner));
  // Of staff, or of nobody: a consumer finds none.
  if (/^\{"\w+":null\}$/.test(condition)) return null;
  if (!condition.includes('con_walk')) return `a consumer finds the rows of others: ${condition}`;
  const isInOne = condition.includes('"environment":"live"');
  return isInOne || inBothEnvironments.includes(name)
    ? null
    : `a consumer finds rows of the other environment: ${condition}`;
};

/** Every entity has to say whose its rows are; a consumer finds its own, in its environment. */
export const walkFilters = (hub: TestHub, onLeak: OnLeak): void => {
  for (const { className, filters } of hub.hub.parts.openEm(everyone).getMetadata().getAll().values()) {
    const got = faultOf(className, filters.owner);
    if (got === null) continue;
    const leak = {
      identity: 'a consumer',
      procedure: className,
      door: 'the database',
      expected: 'its own rows',
      got,
    };
    if (onLeak(leak) === 'stop') return;
  }
};

const integrator = {
  kind: 'integrator',
  linkId: 'inl_walk',
  consumerId: 'con_walk',
  requirementId: 'req_walk',
  name: 'Walk',
} as const;

/** Who writes by a link is nobody but where links are read; no door lets them come elsewhere, and the guard does not either. */
export const walkLinks = (onLeak: OnLeak): void => {
  for (const { name, meta } of guardedOnes) {
    const got = refusalOf(integrator, meta, new Date())?.code ?? null;
    const expected = meta.access === 'intake' ? null : 'auth.required';
    if (got === expected) continue;
    if (
      onLeak({ identity: 'who writes by a link', procedure: name, door: 'the guard', expected, got }) ===
      'stop'
    )
      return;
  }
};
