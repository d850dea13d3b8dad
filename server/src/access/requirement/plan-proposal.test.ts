import { planDifferences } from '@parley/shared/access/plan-difference';
import { PlanBody } from '@parley/shared/access/plan-proposal';
import type { Scope } from '@parley/shared/scope';
import { assert, integer, option, property } from 'fast-check';
import { expect, test } from 'vitest';
import { proposePlan } from './plan-proposal.service.ts';

const table: Record<string, Scope | 'open'> = {
  listDeliveries: 'deliveries:read',
  'POST /v1/events': 'events:publish',
  inviteStaff: 'staff:write',
  claimIntake: 'open',
};
const scopeOf = (operation: string) => table[operation] ?? null;

const nothing = { operations: [], eventTypes: [], callsPerDay: null, callsPerSecond: null, networks: [] };
const ofParley = (...operations: string[]) => operations.map((operation) => ({ api: 'parley', operation }));

test('scopes are those of the operations, and what gives none is named with the reason', () => {
  const proposal = proposePlan(
    {
      ...nothing,
      operations: [
        ...ofParley('POST /v1/events', 'listDeliveries', 'nowhere', 'inviteStaff', 'claimIntake'),
        { api: 'billing', operation: 'listDeliveries' },
      ],
    },
    { scopeOf, current: null },
  );

  expect(proposal.plan.live?.scopes).toEqual(['events:publish', 'deliveries:read']);
  expect(proposal.plan.test?.scopes).toEqual(['events:publish', 'deliveries:read']);
  expect(proposal.uncovered.map(({ why }) => why)).toEqual([
    'unknown',
    'people_only',
    'needs_no_scope',
    'other_api',
  ]);
  expect(proposal.plan.live?.limits).toEqual([]);
});

test('who wants to be told of events may have endpoints', () => {
  const { plan, subscriptions } = proposePlan(
    { ...nothing, eventTypes: ['payment.*', 'invoice.*', 'payment.*'] },
    { scopeOf, current: null },
  );

  expect(plan.live?.scopes).toEqual([
    'event-types:read',
    'endpoints:read',
    'endpoints:write',
    'deliveries:read',
  ]);
  expect(subscriptions).toEqual(['invoice.*', 'payment.*']);
});

test.each([
  [20_000, 5, [10, 30_000], [5, 3000]],
  [20_000, null, [5, 30_000], [5, 3000]],
  [1_000_000, null, [240, 1_500_000], [24, 150_000]],
  [0, 1, [5, 1000], [5, 1000]],
  [1001, 333, [670, 1600], [67, 1000]],
])(
  '%i calls a day with a peak of %s are let through with headroom',
  (callsPerDay, callsPerSecond, live, inTest) => {
    const { plan } = proposePlan({ ...nothing, callsPerDay, callsPerSecond }, { scopeOf, current: null });

    expect(plan.live?.limits.map(({ calls }) => calls)).toEqual(live);
    expect(plan.test?.limits.map(({ calls }) => calls)).toEqual(inTest);
  },
);

test('whatever was declared, the proposal is a plan, and lets through what was declared', () => {
  const traffic = option(integer({ min: 0, max: 10_000_000_000 }));
  const peak = option(integer({ min: 0, max: 1_000_000 }));
  assert(
    property(traffic, peak, (callsPerDay, callsPerSecond) => {
      const { plan } = proposePlan({ ...nothing, callsPerDay, callsPerSecond }, { scopeOf, current: null });
      expect(PlanBody.parse(plan)).toEqual(plan);
      for (const { calls, per } of plan.live?.limits ?? [])
        expect(calls).toBeGreaterThanOrEqual((per === 'day' ? callsPerDay : callsPerSecond) ?? 0);
    }),
  );
});

test('a later requirement adds to the plan, and the differences say what', () => {
  const current = PlanBody.parse({
    live: {
      scopes: ['events:publish'],
      limits: [
        { calls: 10, per: 'second' },
        { calls: 2, per: 'second', operations: ['POST /v1/events'] },
        { calls: 900_000, per: 'month' },
      ],
      networks: ['192.0.2.0/24'],
    },
    timeZone: 'Europe/Berlin',
  });

  const proposal = proposePlan(
    {
      ...nothing,
      operations: ofParley('listDeliveries'),
      callsPerSecond: 50,
      networks: ['198.51.100.0/24'],
    },
    { scopeOf, current },
  );

  expect(proposal.plan.live).toEqual({
    scopes: ['events:publish', 'deliveries:read'],
    limits: [
      { calls: 100, per: 'second' },
      { calls: 2, per: 'second', operations: ['POST /v1/events'] },
      { calls: 900_000, per: 'month' },
    ],
    networks: ['192.0.2.0/24', '198.51.100.0/24'],
  });
  expect(proposal.plan.timeZone).toBe('Europe/Berlin');
  expect(proposal.differences).toEqual([
    { environment: 'live', part: 'scopes', before: null, after: 'deliveries:read' },
    { environment: 'live', part: 'limits', before: '10 calls a second', after: '100 calls a second' },
    { environment: 'live', part: 'networks', before: null, after: '198.51.100.0/24' },
    { environment: 'test', part: 'environment', before: null, after: 'test' },
    { environment: 'test', part: 'scopes', before: null, after: 'deliveries:read' },
    { environment: 'test', part: 'limits', before: null, after: '10 calls a second' },
    { environment: 'test', part: 'networks', before: null, after: 'anywhere' },
    { environment: 'test', part: 'event_types', before: null, after: 'none at all' },
  ]);
});

test('a later requirement adds event types, and leaves a plan that says nothing about them at that', () => {
  const declared = { ...nothing, eventTypes: ['payment.*', 'invoice.*'] };
  const said = PlanBody.parse({ live: { scopes: [], eventTypes: ['refund.made', 'invoice.*'] } });
  const unsaid = PlanBody.parse({ live: { scopes: [] } });

  expect(proposePlan(declared, { scopeOf, current: said }).plan.live?.eventTypes).toEqual([
    'invoice.*',
    'payment.*',
    'refund.made',
  ]);
  expect(proposePlan(declared, { scopeOf, current: unsaid }).plan.live).not.toHaveProperty('eventTypes');
  expect(proposePlan(nothing, { scopeOf, current: null }).plan.live?.eventTypes).toEqual([]);
});

test('a plan that is left as it is differs in nothing, and one that goes differs in all', () => {
  const plan = PlanBody.parse({ live: { scopes: ['events:read'], limits: [{ calls: 1, per: 'day' }] } });

  expect(planDifferences(plan, plan)).toEqual([]);
  expect(planDifferences(plan, PlanBody.parse({}))).toEqual([
    { environment: 'live', part: 'environment', before: 'live', after: null },
    { environment: 'live', part: 'scopes', before: 'events:read', after: null },
    { environment: 'live', part: 'limits', before: '1 call a day', after: null },
    { environment: 'live', part: 'networks', before: 'anywhere', after: null },
    { environment: 'live', part: 'event_types', before: 'whichever they ask for', after: null },
  ]);
});
