import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';
import type { HomeView } from '@parley/shared/overview/home';
import type { EndpointHealth } from '@parley/shared/webhooks/endpoint';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { healthOf, healthWindowOf } from '../../webhooks/endpoint/health.service.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { countOfStatus, isAnyDelivered, latestDurations } from '../../webhooks/delivery/totals.service.ts';
import { ActivityHour } from '../../platform/usage/activity-hour.entity.ts';

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

const sickShown = 10;
const healthOrder: readonly EndpointHealth[] = ['failing', 'paused', 'unsteady', 'disabled', 'suspended'];

const sickEndpointsOf = async (
  em: EntityManager,
  environment: Environment,
  now: Date,
): Promise<HomeView['sickEndpoints']> => {
  const endpoints = await em.find(
    Endpoint,
    {
      environment,
      removedAt: null,
      $or: [
        { failureStreak: { $gt: 0 } },
        { disabledReason: { $ne: null } },
        // Whatever the latest attempt was: one in three that fails is no health.
        { recentFailed: { $gt: 0 }, recentWindow: { $gte: healthWindowOf(now.getTime()) - 1 } },
        { earlierFailed: { $gt: 0 }, recentWindow: healthWindowOf(now.getTime()) },
      ],
    },
    {
      orderBy: { failureStreak: 'desc', recentFailed: 'desc', id: 'asc' },
      limit: 5 * sickShown,
      populate: ['consumer'],
    },
  );
  return endpoints
    .map((endpoint) => ({
      id: endpoint.id,
      url: endpoint.url,
      consumerName: endpoint.consumer.name,
      ...healthOf(endpoint, now),
      failureStreak: endpoint.failureStreak ?? 0,
      lastFailureAt: endpoint.lastFailureAt ? new Date(endpoint.lastFailureAt).toISOString() : null,
    }))
    .filter(({ health }) => healthOrder.includes(health))
    .toSorted((a, b) => healthOrder.indexOf(a.health) - healthOrder.indexOf(b.health))
    .slice(0, sickShown);
};

/**
 * The start page of one environment, for staff: it counts the rows of all consumers. Asked for every few seconds, so it
 * reads counters and small partial indexes, and no table that grows with traffic.
 */
export const viewHome = async (
  em: EntityManager,
  parts: Parts,
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
    sickEndpoints: await sickEndpointsOf(em, environment, parts.now()),
  };
};
