import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';
import type { HomeView } from '@parley/shared/overview/home';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { countEndpoints } from '../../webhooks/endpoint/health-filter.service.ts';
import { deliveriesOver } from '../../webhooks/figures/figures.service.ts';
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

/** How the last day went. The rows that a number leads to are as many, unless there are too many to count. */
const lastDayOf = async (
  em: EntityManager,
  {
    parts,
    environment,
    now,
    hours,
  }: { parts: Parts; environment: Environment; now: number; hours: ActivityHour[] },
): Promise<Pick<HomeView, 'lastDay' | 'deliveries'>> => {
  const first = hours[0]?.hour ?? now;
  const over = { since: first, until: first + hours.length * hourMs, pieceMs: hourMs };
  const deliveries = await deliveriesOver(parts.store, environment, over);
  const isWhole = deliveries.countedSince === null;
  const sum = (count: (hour: ActivityHour) => number) =>
    hours.reduce((total, hour) => total + count(hour), 0);
  const made = (status: DeliveryStatus) =>
    deliveries.pieces.reduce((total, piece) => total + piece[status], 0);
  const since = now - dayMs;
  return {
    lastDay: {
      since: new Date(first).toISOString(),
      events: sum(({ events }) => events),
      delivered: isWhole ? made('delivered') : sum(({ delivered }) => delivered),
      failing: isWhole ? made('failed') : await countOfStatus(parts, environment, 'failed', since),
      exhausted: isWhole ? made('exhausted') : await countOfStatus(parts, environment, 'exhausted', since),
      pending: isWhole
        ? made('pending')
        : await em.count(Delivery, { environment, status: 'pending', dueAt: { $ne: null } }),
      attempts: sum(({ delivered, failed }) => delivered + failed),
      p95Ms: await p95Of(parts, environment, since),
    },
    deliveries: {
      countedSince: deliveries.countedSince === null ? null : new Date(deliveries.countedSince).toISOString(),
      hours: deliveries.pieces,
    },
  };
};

/**
 * The start page of one environment, for staff: it counts the rows of all consumers. Asked for every few seconds, so it
 * reads counters, small partial indexes, and a bounded part of one index.
 */
export const viewHome = async (
  em: EntityManager,
  { parts, caller }: Act,
  environment: Environment,
): Promise<HomeView> => {
  const now = parts.now().getTime();
  const hours = await hoursOf(em, environment, now);
  return {
    checklist: await checklistOf(em, environment),
    ...(await lastDayOf(em, { parts, environment, now, hours })),
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
