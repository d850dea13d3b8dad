import type { EntityManager } from '@mikro-orm/sql';
import type { PlanBody } from '@parley/shared/access/plan-proposal';
import { planDifferences } from '@parley/shared/access/plan-difference';
import { eventTypesBeyond } from '@parley/shared/access/plan-event-types';
import type { PlanPreview, PreviewPlan } from '@parley/shared/overview/plan-preview';
import { holds, type Scope } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Client } from '../../access/client/client.entity.ts';
import { assertPlanIsSound, getPlan } from '../../access/plan/plan.service.ts';
import { planBodyOf } from '../../access/requirement/plan-proposal.service.ts';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';

const rowsLookedAt = 200;
const latest = { orderBy: { id: 'desc' }, limit: rowsLookedAt } as const;

type Credential = Pick<ApiKey | Client, 'id' | 'name' | 'environment' | 'scopes' | 'status'>;

/** Those of these credentials that work and would hold less, or nothing, under a plan. */
const narrowed = (credentials: readonly Credential[], plan: PlanBody, now: Date) =>
  credentials
    .filter((one) => one.status(now) === 'active')
    .map(({ id, name, environment, scopes }) => {
      const allowed = plan[environment];
      const within: ReadonlySet<Scope> = new Set(allowed?.scopes);
      const beyond = scopes.filter((scope) => !holds(within, scope));
      return { id, name, environment, isRefused: allowed === undefined, beyond };
    })
    .filter(({ beyond, isRefused }) => isRefused || beyond.length > 0);

const mayRead = ({ caller }: Act, scope: Scope): boolean => holds(scopesOf(caller.principal), scope);

/** Active keys of a consumer that hold more than a plan, of the latest 200; none where the caller may not see keys. */
export const narrowedKeys = async (
  em: EntityManager,
  act: Act,
  consumer: string,
  plan: PlanBody,
): Promise<PlanPreview['keys']> =>
  mayRead(act, 'api-keys:read')
    ? narrowed(await em.find(ApiKey, { consumer, revokedAt: null }, latest), plan, act.parts.now())
    : [];

const narrowedClients = async (
  em: EntityManager,
  act: Act,
  consumer: string,
  plan: PlanBody,
): Promise<PlanPreview['clients']> =>
  mayRead(act, 'clients:read')
    ? narrowed(await em.find(Client, { consumer, revokedAt: null }, latest), plan, act.parts.now())
    : [];

/** Endpoints that ask for what a plan does not have: that is not sent to them, whoever publishes it. */
const cutEndpoints = async (
  em: EntityManager,
  act: Act,
  consumer: string,
  plan: PlanBody,
): Promise<PlanPreview['endpoints']> => {
  if (!mayRead(act, 'endpoints:read')) return [];
  const endpoints = await em.find(Endpoint, { consumer, removedAt: null }, latest);
  return endpoints
    .map(({ id, url, environment, eventTypes }) => {
      const allowed = plan[environment];
      return {
        id,
        url,
        environment,
        beyond: eventTypesBeyond(allowed ? allowed.eventTypes : [], eventTypes),
      };
    })
    .filter(({ beyond }) => beyond.length > 0);
};

/** What a plan would change and cut off if it were set now. Reads bounded numbers of rows and changes nothing. */
export const previewPlan = async (
  em: EntityManager,
  act: Act,
  { id, ...plan }: PreviewPlan,
): Promise<PlanPreview> => {
  assertPlanIsSound(plan);
  return {
    differences: planDifferences(planBodyOf(await getPlan(em, id)), plan),
    endpoints: await cutEndpoints(em, act, id, plan),
    keys: await narrowedKeys(em, act, id, plan),
    clients: await narrowedClients(em, act, id, plan),
  };
};
