import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/environment';
import type { HomeView } from '@parley/shared/home';
import { ApiKey } from '../api-key/api-key.entity.ts';
import { Consumer } from '../consumer/consumer.entity.ts';
import { Attempt } from '../delivery/attempt.entity.ts';
import { Delivery } from '../delivery/delivery.entity.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { EventType } from '../event-type/event-type.entity.ts';
import { Event } from '../event/event.entity.ts';
import { lowestIdAt } from '../lib/id.ts';
import type { Parts } from '../lib/parts.ts';
import type { Store } from '../lib/store.ts';

const hourMs = 3_600_000;

const checklistOf = async (em: EntityManager, environment: Environment): Promise<HomeView['checklist']> => ({
  consumer: (await em.findOne(Consumer, { id: { $ne: '' } }, { fields: ['id'] })) !== null,
  apiKey: (await em.findOne(ApiKey, { environment }, { fields: ['id'] })) !== null,
  eventType: (await em.findOne(EventType, { id: { $ne: '' } }, { fields: ['id'] })) !== null,
  endpoint: (await em.findOne(Endpoint, { environment, removedAt: null }, { fields: ['id'] })) !== null,
  event: (await em.findOne(Event, { environment }, { fields: ['id'] })) !== null,
  delivered: (await em.findOne(Delivery, { environment, status: 'delivered' }, { fields: ['id'] })) !== null,
});

interface HourRow {
  hour: number | string;
  delivered: number | string;
  failed: number | string;
}

const hoursOf = async (
  store: Store,
  environment: Environment,
  dayAgo: number,
): Promise<HomeView['hours']> => {
  const rows = await store.all<HourRow>(
    `select a.started_at / 3600000 as hour,
       sum(case when a.outcome = 'delivered' then 1 else 0 end) as delivered,
       sum(case when a.outcome = 'delivered' then 0 else 1 end) as failed
     from attempt a join delivery d on d.id = a.delivery_id
     where a.started_at >= ? and d.environment = ? group by a.started_at / 3600000`,
    dayAgo,
    environment,
  );
  const byHour = new Map(rows.map((row) => [Number(row.hour), row]));
  return Array.from({ length: 24 }, (_, index) => {
    const hour = Math.floor(dayAgo / hourMs) + 1 + index;
    const row = byHour.get(hour);
    return {
      hour: new Date(hour * hourMs).toISOString(),
      delivered: Number(row?.delivered ?? 0),
      failed: Number(row?.failed ?? 0),
    };
  });
};

const sampleMax = 5000;

const p95Of = async (em: EntityManager, environment: Environment, dayAgo: number): Promise<number | null> => {
  const attempts = await em.find(
    Attempt,
    { startedAt: { $gte: dayAgo }, delivery: { environment } },
    { orderBy: { startedAt: 'desc' }, limit: sampleMax, fields: ['durationMs'], disableIdentityMap: true },
  );
  const durations = attempts.map((attempt) => attempt.durationMs).toSorted((a, b) => a - b);
  return durations[Math.max(0, Math.ceil(durations.length * 0.95) - 1)] ?? null;
};

const sickEndpointsOf = async (
  em: EntityManager,
  environment: Environment,
): Promise<HomeView['sickEndpoints']> => {
  const endpoints = await em.find(
    Endpoint,
    { environment, removedAt: null, $or: [{ failureStreak: { $gt: 0 } }, { disabledReason: { $ne: null } }] },
    { orderBy: { failureStreak: 'desc', id: 'asc' }, limit: 10, populate: ['consumer'] },
  );
  return endpoints.map((endpoint) => ({
    id: endpoint.id,
    url: endpoint.url,
    consumerName: endpoint.consumer.name,
    status: endpoint.disabledReason ? 'disabled' : 'active',
    failureStreak: endpoint.failureStreak ?? 0,
    lastFailureAt: endpoint.lastFailureAt ? new Date(endpoint.lastFailureAt).toISOString() : null,
  }));
};

/** The start page of one environment, for staff: it counts the rows of all consumers. */
export const viewHome = async (
  em: EntityManager,
  parts: Parts,
  environment: Environment,
): Promise<HomeView> => {
  const dayAgo = parts.now().getTime() - 24 * hourMs;
  const since = new Date(dayAgo).toISOString();
  const deliveries = (status: 'delivered' | 'failed' | 'exhausted' | 'pending') =>
    em.count(Delivery, { environment, status, id: { $gte: lowestIdAt('dlv', since) } });
  const hours = await hoursOf(parts.store, environment, dayAgo);
  return {
    checklist: await checklistOf(em, environment),
    lastDay: {
      events: await em.count(Event, { environment, id: { $gte: lowestIdAt('evt', since) } }),
      delivered: await deliveries('delivered'),
      failing: await deliveries('failed'),
      exhausted: await deliveries('exhausted'),
      pending: await deliveries('pending'),
      attempts: hours.reduce((sum, hour) => sum + hour.delivered + hour.failed, 0),
      p95Ms: await p95Of(em, environment, dayAgo),
    },
    hours,
    sickEndpoints: await sickEndpointsOf(em, environment),
  };
};
