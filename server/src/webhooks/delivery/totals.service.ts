import type { EntityManager } from '@mikro-orm/sql';
import { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { Environment } from '@parley/shared/words/environment';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import { idInOrder } from '../../platform/database/passage.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { lowestIdAt } from '../../platform/secret/id.ts';
import { listedDeliveries } from './delivery.service.ts';

/** Deliveries of all consumers that have this status and were made at or after `since`, in milliseconds. */
export const countOfStatus = async (
  { store }: Parts,
  environment: Environment,
  status: DeliveryStatus,
  since: number,
): Promise<number> => {
  const [row] = await store.all<{ count: number | string }>(
    `select count(*) as count from delivery d
     where d.environment = ? and d.status = ? and ${idInOrder(store.dialect, 'd')} >= ?`,
    environment,
    status,
    lowestIdAt('dlv', new Date(since).toISOString()),
  );
  return Number(row?.count ?? 0);
};

/** How many deliveries of one status are counted. */
const countedMax = 10_000;

/** Deliveries of a consumer by status that were made at or after `since`, in milliseconds; each is counted to 10,000. */
export const countsOfConsumer = async (
  { store }: Parts,
  { consumerId, environment }: { consumerId: string; environment: Environment },
  since: number,
): Promise<{ status: DeliveryStatus; count: number; isMore: boolean }[]> => {
  const from = lowestIdAt('dlv', new Date(since).toISOString());
  // In the order of the index: without one PostgreSQL may go through the table until it has found so many.
  const countOf = (status: DeliveryStatus) =>
    `select '${status}' as status, count(*) as count from (
       select 1 from delivery d where d.consumer_id = ? and d.environment = ? and d.status = '${status}'
         and ${idInOrder(store.dialect, 'd')} >= ? order by ${idInOrder(store.dialect, 'd')} desc
       limit ${countedMax + 1}) c`;
  const rows = await store.all<{ status: DeliveryStatus; count: number | string }>(
    DeliveryStatus.options.map(countOf).join(' union all '),
    ...DeliveryStatus.options.flatMap(() => [consumerId, environment, from]),
  );
  return rows.map(({ status, count }) => ({
    status,
    count: Math.min(Number(count), countedMax),
    isMore: Number(count) > countedMax,
  }));
};

/** Whether anything was ever delivered. */
export const isAnyDelivered = async (em: EntityManager, environment: Environment): Promise<boolean> => {
  const where = { environment, status: 'delivered' };
  return (
    (await pageOfIds(em, listedDeliveries, { where, paging: Paging.of('deliveries', { limit: 1 }) })).ids
      .length > 0
  );
};

const sampleMax = 1000;
/** Of both environments: in one that has few, a day of the other is not gone through. */
const lookedAtMax = 5000;

/** Durations of the latest attempts of an environment, a thousand at most, in milliseconds. */
export const latestDurations = async (
  { store }: Parts,
  environment: Environment,
  since: number,
): Promise<number[]> => {
  const rows = await store.all<{ duration_ms: number }>(
    `select a.duration_ms from (
       select a.delivery_id, a.duration_ms from attempt a where a.id >= ? order by a.id desc limit ${lookedAtMax}
     ) a join delivery d on d.id = a.delivery_id where d.environment || '' = ? limit ${sampleMax}`,
    lowestIdAt('att', new Date(since).toISOString()),
    environment,
  );
  return rows.map((attempt) => attempt.duration_ms);
};
