import type { EntityManager } from '@mikro-orm/sql';
import { type WaitingView, waitingMax } from '@parley/shared/overview/waiting';
import type { Environment } from '@parley/shared/words/environment';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { healthOf, healthWindowOf } from '../../webhooks/endpoint/health.service.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';

// Whoever disabled an endpoint by hand, or suspended its consumer, knows of it.
const sick = new Set(['failing', 'paused', 'disabled']);

const countSick = async (em: EntityManager, environment: Environment, now: Date): Promise<number> => {
  const endpoints = await em.find(
    Endpoint,
    {
      environment,
      removedAt: null,
      $or: [
        { failureStreak: { $gt: 0 }, disabledReason: null },
        { disabledReason: { $in: ['gone', 'failing'] } },
        // Half of its attempts fail, whatever the latest one was.
        { recentFailed: { $gt: 0 }, recentWindow: { $gte: healthWindowOf(now.getTime()) - 1 } },
      ],
    },
    { orderBy: { failureStreak: 'desc', id: 'asc' }, limit: waitingMax, populate: ['consumer'] },
  );
  return endpoints.filter(
    (endpoint) => endpoint.disabledReason !== 'manual' && sick.has(healthOf(endpoint, now).health),
  ).length;
};

const countUnpublished = async ({ store }: Parts): Promise<number> => {
  const rows = await store.all(
    `select v.api_id from contract_version v
     where v.status in ('draft', 'reviewed') and v.number > coalesce((
       select max(p.number) from contract_version p
       where p.api_id = v.api_id and p.status not in ('draft', 'reviewed')), 0)
     group by v.api_id limit ${waitingMax}`,
  );
  return rows.length;
};

const countPlanned = async (em: EntityManager, environment: Environment): Promise<number> =>
  (
    await em.find(
      Recovery,
      { environment, status: 'planned' },
      { fields: ['id'], orderBy: { id: 'desc' }, limit: waitingMax },
    )
  ).length;

/**
 * What waits for somebody in one environment: the numbers beside the rooms of the navigation. Asked for whenever something
 * was delivered or failed, so it reads tables that do not grow with traffic, and a hundred rows of each at most.
 */
export const countWaiting = async (
  em: EntityManager,
  { parts, caller }: Act,
  environment: Environment,
): Promise<WaitingView> => {
  const held = scopesOf(caller.principal);
  return {
    endpoints: held.has('endpoints:read') ? await countSick(em, environment, parts.now()) : null,
    apis: held.has('contracts:read') ? await countUnpublished(parts) : null,
    recoveries: held.has('deliveries:read') ? await countPlanned(em, environment) : null,
  };
};
