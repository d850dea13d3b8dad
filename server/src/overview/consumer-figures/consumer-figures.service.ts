import type { EntityManager } from '@mikro-orm/sql';
import type { ConsumerFigures, GetConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { holds } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { environmentOf, getConsumer } from '../../access/consumer/consumer.service.ts';
import { ContractNotice } from '../../contracts/notice/notice.entity.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { callsByDay, type HourOfCalls, lastDays, sumOf } from '../../platform/usage/days.ts';
import {
  type ConsumerSince,
  operationsOfConsumer,
  versionsOfConsumer,
} from '../../platform/usage/contract-calls.service.ts';
import { countedSince, hoursOfCalls } from '../../platform/usage/usage-figures.service.ts';
import { countsOfConsumer } from '../../webhooks/delivery/totals.service.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { healthOf } from '../../webhooks/endpoint/health.service.ts';

const rowsLookedAt = 200;
const callsShown = 50;
const operationsMax = 5000;
const noticesShown = 10;
const deliveryDays = 7;

interface Place {
  consumerId: string;
  environment: Environment;
}

type Figures = ConsumerFigures;

const keysOf = async (
  em: EntityManager,
  { consumerId, environment }: Place,
  now: Date,
): Promise<Figures['keys']> => {
  const keys = await em.find(
    ApiKey,
    { consumer: consumerId, environment },
    { orderBy: { id: 'desc' }, limit: rowsLookedAt + 1 },
  );
  const active = keys.slice(0, rowsLookedAt).filter((key) => key.status(now) === 'active');
  const [ago, ahead] = [now.getTime() - 30 * dayMs, now.getTime() + 30 * dayMs];
  const used = keys.flatMap(({ lastUsedAt }) => lastUsedAt?.getTime() ?? []);
  return {
    active: active.length,
    unused: active.filter(({ lastUsedAt }) => (lastUsedAt?.getTime() ?? 0) < ago).length,
    endingSoon: active.filter(({ expiresAt }) => expiresAt && expiresAt.getTime() < ahead).length,
    lastUsedAt: used.length === 0 ? null : new Date(Math.max(...used)).toISOString(),
    isMore: keys.length > rowsLookedAt,
  };
};

const endpointsOf = async (
  em: EntityManager,
  { consumerId, environment }: Place,
  now: Date,
): Promise<Figures['endpoints']> => {
  const endpoints = await em.find(
    Endpoint,
    { consumer: consumerId, environment, removedAt: null },
    { orderBy: { id: 'desc' }, limit: rowsLookedAt, populate: ['consumer'] },
  );
  const byHealth = Map.groupBy(endpoints, (endpoint) => healthOf(endpoint, now).health);
  return [...byHealth].map(([health, of]) => ({ health, count: of.length }));
};

const versionsOf = async (
  em: EntityManager,
  { parts }: Act,
  since: ConsumerSince,
): Promise<Figures['versions']> => {
  const calls = await versionsOfConsumer(parts.store, since, callsShown);
  const versions = await em.find(ContractVersion, { id: { $in: calls.map(({ versionId }) => versionId) } });
  const byId = new Map(versions.map((version) => [version.id, version]));
  return calls.map(({ versionId, operations, lastAt, ...one }) => {
    const version = byId.get(versionId);
    return {
      ...one,
      versionId: version?.id ?? null,
      version: version?.version ?? null,
      status: version?.statusAt(parts.now()) ?? null,
      sunsetAt: version?.sunsetAt?.toISOString() ?? null,
      operationCount: operations,
      lastAt: new Date(lastAt).toISOString(),
    };
  });
};

type CalledOperations = Awaited<ReturnType<typeof operationsOfConsumer>>;

const noticesOf = async (
  em: EntityManager,
  consumerId: string,
  called: CalledOperations,
): Promise<Figures['notices']> => {
  const notices = await em.find(
    ContractNotice,
    { consumerId },
    { orderBy: { id: 'desc' }, limit: noticesShown, populate: ['version', 'version.api'] },
  );
  return notices.map(({ version, channel, changeCount, operations, toldAt }) => ({
    api: version.api.slug,
    versionId: version.id,
    version: version.version,
    channel,
    changeCount,
    toldAt: toldAt.toISOString(),
    stillCalls: called.some(
      ({ api, operation, lastAt }) =>
        api === version.api.slug && operations.includes(operation) && lastAt > toldAt.getTime(),
    ),
  }));
};

const lastHours = (hours: readonly HourOfCalls[], now: number): Figures['hours'] => {
  const byHour = new Map(hours.map((one) => [one.hour, one]));
  const last = now - (now % hourMs);
  return Array.from({ length: 24 }, (_, index) => {
    const hour = last - (23 - index) * hourMs;
    const { calls, errors } = byHour.get(hour) ?? { calls: 0, errors: 0 };
    return { from: new Date(hour).toISOString(), calls, errors };
  });
};

/**
 * How a consumer does in one environment, across all wings. What the asker may not read by itself is left out. Reads
 * counters by the hour and day, and bounded numbers of rows.
 */
export const viewConsumerFigures = async (
  em: EntityManager,
  act: Act,
  { id, environment: named, days: count, zone }: GetConsumerFigures,
): Promise<Figures> => {
  const { parts, caller } = act;
  const { id: consumerId } = await getConsumer(em, id);
  const place = { consumerId, environment: environmentOf(caller, named) };
  const now = parts.now();
  const days = lastDays(now.getTime(), count, zone);
  const since = days[0]?.hours[0] ?? 0;
  const hours = await hoursOfCalls(parts.store, place, Math.min(since, now.getTime() - dayMs));
  const first = await countedSince(parts.store, place);
  const called = { ...place, day: since - (since % dayMs) };
  const operations = await operationsOfConsumer(parts.store, called, operationsMax);
  const byDay = callsByDay(days, hours);
  const byHour = lastHours(hours, now.getTime());
  const ofDay = sumOf(byHour);
  const held = scopesOf(caller.principal);
  const deliveriesSince = now.getTime() - deliveryDays * dayMs;
  return {
    environment: place.environment,
    countedSince: first === null ? null : new Date(first).toISOString(),
    days: byDay,
    hours: byHour,
    ...sumOf(byDay),
    callsLastDay: ofDay.calls,
    errorsLastDay: ofDay.errors,
    keys: holds(held, 'api-keys:read') ? await keysOf(em, place, now) : null,
    endpoints: holds(held, 'endpoints:read') ? await endpointsOf(em, place, now) : null,
    deliveries: holds(held, 'deliveries:read') ? await countsOfConsumer(parts, place, deliveriesSince) : null,
    versions: holds(held, 'contracts:read') ? await versionsOf(em, act, called) : null,
    operations: operations
      .slice(0, callsShown)
      .map(({ lastAt, ...one }) => ({ ...one, lastAt: new Date(lastAt).toISOString() })),
    operationCount: operations.length,
    notices: holds(held, 'contracts:read') ? await noticesOf(em, consumerId, operations) : null,
  };
};
