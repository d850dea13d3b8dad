import type { EntityManager } from '@mikro-orm/sql';
import type { RequirementView } from '@parley/shared/access/requirement';
import type { GetRequirementReview, RequirementReview } from '@parley/shared/overview/requirement-review';
import { holds } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import { getConsumer } from '../../access/consumer/consumer.service.ts';
import { getPlan } from '../../access/plan/plan.service.ts';
import {
  planBodyOf,
  proposePlan,
  type ScopeOfOperation,
} from '../../access/requirement/plan-proposal.service.ts';
import { getRequirement } from '../../access/requirement/requirement.service.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { operationsOfConsumer } from '../../platform/usage/contract-calls.service.ts';
import { hoursOfCalls } from '../../platform/usage/usage-figures.service.ts';
import { wants } from '../../webhooks/catalog/catalog.service.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { narrowedKeys } from '../plan-preview/plan-preview.service.ts';

const observedDays = 30;
const rowsLookedAt = 200;
const operationsLookedAt = 1000;
const othersShown = 100;
const versionsLookedAt = 20;
const typesLookedAt = 5000;

/** With what a requirement is judged. */
type Reviewing = Act & { scopeOfOperation: ScopeOfOperation };
type Review = RequirementReview;

const busiest = (calls: Iterable<number>): number => Math.max(0, ...calls);

const trafficOf = async (
  { parts }: Act,
  consumerId: string,
  environment: Environment,
): Promise<Review['traffic'][number]> => {
  const since = parts.now().getTime() - observedDays * dayMs;
  const hours = await hoursOfCalls(parts.store, { consumerId, environment }, since);
  const days = Map.groupBy(hours, ({ hour }) => Math.floor(hour / dayMs));
  const sum = (of: typeof hours) => of.reduce((total, { calls }) => total + calls, 0);
  return {
    environment,
    calls: sum(hours),
    callsOfBusiestDay: busiest([...days.values()].map(sum)),
    callsOfBusiestHour: busiest(hours.map(({ calls }) => calls)),
  };
};

interface Known {
  /** Names of operations, as method and path, by what they may be written as. */
  names: ReadonlyMap<string, string>;
  apis: ReadonlySet<string>;
}

/** The operations of the latest versions of APIs, by method and path and by id. */
const knownOperations = async (em: EntityManager, slugs: readonly string[]): Promise<Known> => {
  const names = new Map<string, string>();
  const apis = new Set<string>();
  for (const slug of new Set(slugs)) {
    const versions = await em.find(
      ContractVersion,
      { api: { slug } },
      { orderBy: { number: 'desc' }, limit: versionsLookedAt, populate: ['operations'] },
    );
    const served = versions.find(({ status }) => status === 'published') ?? versions[0];
    for (const { operation, operationId } of served?.operations ?? []) {
      names.set(`${slug} ${operation}`, operation);
      if (operationId) names.set(`${slug} ${operationId}`, operation);
    }
    if (served) apis.add(slug);
  }
  return { names, apis };
};

interface Called {
  api: string;
  operation: string;
  calls: number;
  lastAt: number;
}

const calledBy = async ({ parts }: Act, consumerId: string): Promise<Map<string, Called>> => {
  const now = parts.now().getTime();
  const day = now - (now % dayMs) - (observedDays - 1) * dayMs;
  const called = new Map<string, Called>();
  for (const environment of Environment.options)
    for (const { api, operation, calls, lastAt } of await operationsOfConsumer(
      parts.store,
      { consumerId, environment, day },
      operationsLookedAt,
    )) {
      const name = `${api} ${operation}`;
      const known = called.get(name);
      called.set(name, {
        api,
        operation,
        calls: calls + (known?.calls ?? 0),
        lastAt: Math.max(lastAt, known?.lastAt ?? 0),
      });
    }
  return called;
};

const told = (calls: Called | undefined) =>
  calls ? { calls: calls.calls, lastAt: new Date(calls.lastAt).toISOString() } : { calls: 0, lastAt: null };

const operationsOf = async (
  em: EntityManager,
  act: Act,
  { consumerId, operations }: RequirementView,
): Promise<Review['operations']> => {
  const mayKnow = holds(scopesOf(act.caller.principal), 'contracts:read');
  const known = mayKnow
    ? await knownOperations(
        em,
        operations.map(({ api }) => api),
      )
    : null;
  const called = await calledBy(act, consumerId);
  const declared = operations.map(({ api, operation }) => {
    const written = `${api} ${operation}`;
    const name = known?.names.get(written);
    const calls = called.get(name === undefined ? written : `${api} ${name}`);
    if (calls) called.delete(`${api} ${calls.operation}`);
    return {
      api,
      operation: name ?? operation,
      isDeclared: true,
      isKnown: known ? name !== undefined : null,
      ...told(calls),
    };
  });
  const others = [...called.values()].toSorted((a, b) => b.calls - a.calls).slice(0, othersShown);
  return [
    ...declared,
    ...others.map((calls) => ({
      api: calls.api,
      operation: calls.operation,
      isDeclared: false,
      isKnown: null,
      ...told(calls),
    })),
  ];
};

const subscriptionsOf = async (
  em: EntityManager,
  { caller }: Act,
  { consumerId, eventTypes }: RequirementView,
): Promise<Review['subscriptions']> => {
  const held = scopesOf(caller.principal);
  const endpoints = holds(held, 'endpoints:read')
    ? await em.find(
        Endpoint,
        { consumer: consumerId, removedAt: null },
        { orderBy: { id: 'desc' }, limit: rowsLookedAt },
      )
    : [];
  const types = holds(held, 'event-types:read')
    ? await em.find(EventType, {}, { fields: ['name'], orderBy: { name: 'asc' }, limit: typesLookedAt })
    : null;
  const asked = new Set(endpoints.flatMap((endpoint) => endpoint.eventTypes));
  return [...new Set([...eventTypes, ...asked])].map((eventType) => ({
    eventType,
    isDeclared: eventTypes.includes(eventType),
    isSubscribed: asked.has(eventType),
    types: types ? types.filter(({ name }) => wants([eventType], name)).length : null,
  }));
};

/**
 * A requirement beside what its consumer does, and the plan that follows from it. Reads counters by the hour and day, and
 * bounded numbers of rows. What the asker may not read by itself is left out.
 */
export const reviewRequirement = async (
  em: EntityManager,
  act: Reviewing,
  key: GetRequirementReview,
): Promise<RequirementReview> => {
  const requirement = await getRequirement(em, key);
  const { consumerId } = requirement;
  const current = planBodyOf(await getPlan(em, consumerId));
  const proposal = proposePlan(requirement, { scopeOf: act.scopeOfOperation, current });
  const traffic: Review['traffic'] = [];
  for (const environment of Environment.options) traffic.push(await trafficOf(act, consumerId, environment));
  return {
    requirement,
    consumerName: (await getConsumer(em, consumerId)).name,
    current,
    proposal,
    traffic,
    operations: await operationsOf(em, act, requirement),
    subscriptions: await subscriptionsOf(em, act, requirement),
    keys: await narrowedKeys(em, act, consumerId, proposal.plan),
  };
};
