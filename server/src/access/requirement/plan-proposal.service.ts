import type { Limit } from '@parley/shared/access/limit';
import type { PlanEnvironment, PlanView } from '@parley/shared/access/plan';
import { planDifferences } from '@parley/shared/access/plan-difference';
import type {
  PlanBody,
  PlanProposal,
  ProposalReason,
  UncoveredOperation,
} from '@parley/shared/access/plan-proposal';
import type { DeclaredOperation, RequirementView } from '@parley/shared/access/requirement';
import { type Scope, scopes as allScopes, staffOnlyScopes } from '@parley/shared/scope';
import { given } from '../../platform/database/given.ts';

/** What of a requirement a plan follows from. */
type Declared = Pick<
  RequirementView,
  'operations' | 'eventTypes' | 'callsPerDay' | 'callsPerSecond' | 'networks'
>;

/** The scope that an operation of Parley's own needs; `open` for none, `null` where there is no such operation. */
export type ScopeOfOperation = (operation: string) => Scope | 'open' | null;

/** To receive webhooks: to see what there is, to have endpoints, and to see what was sent. */
const receiving: readonly Scope[] = [
  'event-types:read',
  'endpoints:read',
  'endpoints:write',
  'deliveries:read',
];

const dayHeadroom = 1.5;
const peakHeadroom = 2;
/** How much busier than its average the busiest second is taken to be, where nobody said. */
const peakOverAverage = 10;
const least = { second: 5, day: 1000 };
const testShare = 0.1;
const callsMax = 1_000_000_000;
const daySeconds = 86_400;
const ownApi = 'parley';

/** What a plan that is enforced says, without whose it is; `null` for a consumer without one. */
export const planBodyOf = ({
  isEnforced,
  live,
  test,
  timeZone,
  whenStoreIsAway,
}: PlanView): PlanBody | null =>
  isEnforced ? { ...given({ live, test }), timeZone, whenStoreIsAway } : null;

/** Up to two digits that count: 30,100 is 31,000. */
const roundUp = (calls: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, calls))) - 1);
  return Math.ceil(Number((calls / step).toPrecision(12))) * step;
};

const inOrder = (found: ReadonlySet<Scope>): Scope[] => allScopes.filter((scope) => found.has(scope));

interface FoundScopes {
  scopes: Scope[];
  scopesOf: PlanProposal['scopesOf'];
  uncovered: UncoveredOperation[];
}

const scopeIn = (
  { api, operation }: DeclaredOperation,
  scopeOf: ScopeOfOperation,
): Scope | UncoveredOperation['why'] => {
  if (api !== ownApi) return 'other_api';
  const scope = scopeOf(operation);
  if (scope === null) return 'unknown';
  if (scope === 'open') return 'needs_no_scope';
  return staffOnlyScopes.includes(scope) ? 'people_only' : scope;
};

const isScope = (found: Scope | UncoveredOperation['why']): found is Scope => found.includes(':');

const scopesFor = ({ operations, eventTypes }: Declared, scopeOf: ScopeOfOperation): FoundScopes => {
  const found: FoundScopes = { scopes: [], scopesOf: [], uncovered: [] };
  for (const declared of operations) {
    const scope = scopeIn(declared, scopeOf);
    if (isScope(scope)) found.scopesOf.push({ operation: declared.operation, scope });
    else found.uncovered.push({ ...declared, why: scope });
  }
  const needed = found.scopesOf.map(({ scope }) => scope);
  found.scopes = inOrder(new Set([...needed, ...(eventTypes.length > 0 ? receiving : [])]));
  return found;
};

const capped = (calls: number): number | null => (calls > callsMax ? null : calls);

/** The limits of `live`: with headroom above what was declared, and none where nothing was. */
const limitsFor = ({ callsPerDay, callsPerSecond }: Declared): Limit[] => {
  const average = callsPerDay === null ? null : callsPerDay / daySeconds;
  const peak = callsPerSecond ?? (average === null ? null : average * peakOverAverage);
  const second = peak === null ? null : Math.max(least.second, roundUp(peak * peakHeadroom));
  const day = callsPerDay === null ? null : capped(Math.max(least.day, roundUp(callsPerDay * dayHeadroom)));
  return [
    ...(second === null ? [] : [{ calls: second, per: 'second' as const }]),
    ...(day === null ? [] : [{ calls: day, per: 'day' as const }]),
  ];
};

const isLeast = (per: Limit['per']): per is keyof typeof least => per in least;

const inTest = (limits: readonly Limit[]): Limit[] =>
  limits.map(({ calls, per }) => ({
    calls: Math.max(isLeast(per) ? least[per] : 1, roundUp(calls * testShare)),
    per,
  }));

const isSame = (a: Limit, b: Limit): boolean =>
  a.per === b.per && a.operations === undefined && b.operations === undefined;

/** Each once. What a wider pattern has already is left as it was written. */
const inAlphabet = (eventTypes: readonly string[]): string[] => [...new Set(eventTypes)].toSorted();

/** A later requirement adds: what its consumer may do already stays, and a limit that was not said again as well. */
const joined = (current: PlanEnvironment | undefined, asked: PlanEnvironment): PlanEnvironment => {
  if (!current) return asked;
  const kept = current.limits.filter((limit) => !asked.limits.some((one) => isSame(limit, one)));
  return {
    scopes: inOrder(new Set([...current.scopes, ...asked.scopes])),
    limits: [...asked.limits, ...kept],
    networks:
      current.networks.length > 0 && asked.networks.length > 0
        ? [...new Set([...current.networks, ...asked.networks])]
        : asked.networks.length > 0
          ? asked.networks
          : current.networks,
    ...(current.eventTypes
      ? { eventTypes: inAlphabet([...current.eventTypes, ...(asked.eventTypes ?? [])]) }
      : {}),
  };
};

const reasonsFor = (declared: Declared, current: PlanBody | null): ProposalReason[] => {
  const { callsPerDay, callsPerSecond, networks, eventTypes } = declared;
  const reasons: ProposalReason[] = [
    { part: 'scopes', text: 'The scopes that the declared operations of Parley need.' },
  ];
  if (eventTypes.length > 0)
    reasons.push({
      part: 'scopes',
      text: `To receive webhooks it also needs ${receiving.join(', ')}.`,
    });
  if (callsPerSecond !== null)
    reasons.push({ part: 'limits', text: 'A second: twice the declared peak, 5 at least.' });
  else if (callsPerDay !== null)
    reasons.push({
      part: 'limits',
      text: 'A second: no peak was declared, so ten times the average of the day is taken for it, and twice that is let through, 5 at least.',
    });
  if (callsPerDay !== null)
    reasons.push({
      part: 'limits',
      text: 'A day: one and a half times the declared calls, 1,000 at least. Figures are rounded up to two digits.',
    });
  if (callsPerDay === null && callsPerSecond === null)
    reasons.push({ part: 'limits', text: 'No traffic was declared, so no limit is proposed.' });
  else
    reasons.push({ part: 'limits', text: 'In test: a tenth of live, 5 a second and 1,000 a day at least.' });
  reasons.push({
    part: 'networks',
    text:
      networks.length > 0
        ? 'Live: the declared networks. Test: from anywhere, where people develop.'
        : 'No networks were declared: from anywhere.',
  });
  reasons.push({
    part: 'event_types',
    text:
      current?.live && !current.live.eventTypes
        ? 'The plan says nothing about event types, and goes on like that.'
        : eventTypes.length > 0
          ? 'The declared event types: its endpoints have these and no others.'
          : 'No event types were declared: its endpoints have none.',
  });
  if (current)
    reasons.push({
      part: 'environment',
      text: 'It has a plan. What it may do already stays; a limit that is said anew takes the place of the old one.',
    });
  return reasons;
};

/**
 * The plan that follows from what was declared, and what it changes of the one there is. Pure: the same answer for the same
 * words. Scopes come from operations, limits from traffic with headroom, networks as they were declared.
 */
export const proposePlan = (
  declared: Declared,
  { scopeOf, current }: { scopeOf: ScopeOfOperation; current: PlanBody | null },
): PlanProposal => {
  const { scopes, scopesOf, uncovered } = scopesFor(declared, scopeOf);
  const limits = limitsFor(declared);
  const eventTypes = inAlphabet(declared.eventTypes);
  const plan: PlanBody = {
    live: joined(current?.live, { scopes, limits, networks: declared.networks, eventTypes }),
    test: joined(current?.test, { scopes, limits: inTest(limits), networks: [], eventTypes }),
    timeZone: current?.timeZone ?? 'UTC',
    whenStoreIsAway: current?.whenStoreIsAway ?? 'open',
  };
  return {
    plan,
    subscriptions: eventTypes,
    scopesOf,
    reasons: reasonsFor(declared, current),
    uncovered,
    differences: planDifferences(current, plan),
  };
};
