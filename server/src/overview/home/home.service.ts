import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';
import type { HomeView } from '@parley/shared/overview/home';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { countEndpoints } from '../../webhooks/endpoint/health-filter.service.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import { summariseIssues } from '../../monitoring/issue/issue-summary.service.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { countOfStatus, isAnyDelivered, latestDurations } from '../../webhooks/delivery/totals.service.ts';
import { ActivityHour } from '../../platform/usage/activity-hour.entity.ts';
import { findWaiting } from './waiting.service.ts';

const checklistOf = async (em: EntityManager, environment: Environment): Promise<HomeView['checklist']> => ({
  consumer: (await em.findOne(Consumer, { id: { $ne: '' } }, { fields: ['id'] })) !== null,
  apiKey: (await em.findOne(ApiKey, { environment }, { fields: ['id'] })) !== null,
  eventType: (await em.findOne(EventType, { id: { $ne: '' } }, { fields: ['id'] })) !== null,
  endpoint: (await em.findOne(Endpoint, { environment, removedAt: null }, { fields: ['id'] })) !== null,
  event: (await em.findOne(Event, { environment }, { fields: ['id'] })) !== null,
  delivered: await isAnyDelivered(em, environment),
});

const hoursOf = async (em: EntityManager, environment: Environment, now: number): Promise<ActivityHour[]> => {
  const last = now - (now % hourMs);
  const rows = await em.find(ActivityHour, { environment, hour: { $gt: last - 24 * hourMs } });
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  return Array.from({ length: 24 }, (_, index) => {
    const hour = last - (23 - index) * hourMs;
    return byHour.get(hour) ?? { environment, hour, events: 0, delivered: 0, failed: 0 };
  });
};

const p95Of = async (parts: Parts, environment: Environment, since: number): Promise<number | null> => {
  const durations = (await latestDurations(parts, environment, since)).toSorted((a, b) => a - b);
  return durations[Math.max(0, Math.ceil(durations.length * 0.95) - 1)] ?? null;
};

/**
 * The start page of one environment, for staff: it counts the rows of all consumers. Asked for every few seconds, so it
 * reads counters and small partial indexes, and no table that grows with traffic.
 */
export const viewHome = async (
  em: EntityManager,
  { parts, caller }: Act,
  environment: Environment,
): Promise<HomeView> => {
  const now = parts.now().getTime();
  const since = now - dayMs;
  const hours = await hoursOf(em, environment, now);
  const sum = (count: (hour: ActivityHour) => number) =>
    hours.reduce((total, hour) => total + count(hour), 0);
  return {
    checklist: await checklistOf(em, environment),
    lastDay: {
      events: sum(({ events }) => events),
      delivered: sum(({ delivered }) => delivered),
      failing: await countOfStatus(parts, environment, 'failed', since),
      exhausted: await countOfStatus(parts, environment, 'exhausted', since),
      pending: await em.count(Delivery, { environment, status: 'pending', dueAt: { $ne: null } }),
      attempts: sum(({ delivered, failed }) => delivered + failed),
      p95Ms: await p95Of(parts, environment, since),
    },
    hours: hours.map(({ hour, delivered, failed }) => ({
      hour: new Date(hour).toISOString(),
      delivered,
      failed,
    })),
    issues: await summariseIssues(em, environment),
    endpoints: await countEndpoints(parts, environment),
    waiting: await findWaiting({ em, environment, now: parts.now() }, scopesOf(caller.principal)),
  };
};
