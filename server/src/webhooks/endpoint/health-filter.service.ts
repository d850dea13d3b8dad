import type { EntityManager } from '@mikro-orm/sql';
import { EndpointHealth, type EndpointHealths } from '@parley/shared/webhooks/endpoint';
import type { Environment } from '@parley/shared/words/environment';
import { examinedOfSmall } from '../../platform/database/passage.ts';
import { ownerOf } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { healthWindowOf, shareOfFailing, shareOfUnsteady, streakOfFailing } from './health.service.ts';

const columns = [
  'disabled_reason',
  'consumer_id',
  'paused_until',
  'failure_streak',
  'recent_window',
  'recent_delivered',
  'recent_failed',
  'earlier_delivered',
  'earlier_failed',
  'last_success_at',
  'last_failure_at',
] as const;

/** The word of `healthOf` in SQL, for an endpoint `b`. A test holds the two equal. */
const healthSql = (now: Date): string => {
  const window = healthWindowOf(now.getTime());
  const lately = (count: 'delivered' | 'failed') =>
    `(case b.recent_window when ${window} then b.recent_${count} + b.earlier_${count}
       when ${window - 1} then b.recent_${count} else 0 end)`;
  const [delivered, failed] = [lately('delivered'), lately('failed')];
  const share = (part: number) => `(${failed} > 0 and ${failed} >= ${part} * (${delivered} + ${failed}))`;
  return `case when b.disabled_reason is not null then 'disabled'
    when exists (select 1 from consumer c where c.id = b.consumer_id and c.status = 'suspended') then 'suspended'
    when coalesce(b.paused_until, 0) > ${now.getTime()} then 'paused'
    when b.failure_streak >= ${streakOfFailing} or ${share(shareOfFailing)}
      or (b.failure_streak > 0 and ${delivered} = 0) then 'failing'
    when b.failure_streak > 0 or ${share(shareOfUnsteady)} then 'unsteady'
    when b.last_success_at is not null or b.last_failure_at is not null then 'healthy'
    else 'unused' end`;
};

/** The condition of a list that an endpoint fares in one of these ways. */
export const healthIsAny = (healths: readonly EndpointHealth[], now: Date) => ({
  columns: [...columns],
  sql: `(${healthSql(now)}) in (${healths.map(() => '?').join(', ')})`,
  parameters: [...healths],
});

/** How many endpoints of an environment fare how; of very many, the first twenty thousand. */
export const countHealths = async (
  em: EntityManager,
  parts: Parts,
  environment: Environment,
): Promise<EndpointHealths> => {
  const owner = ownerOf(em);
  const own = owner.everyone ? '' : ' and t.consumer_id = ?';
  const rows: { health: string; count: number | string }[] = await em.getConnection().execute(
    `select health, count(*) as count from (select ${healthSql(parts.now())} as health from (
       select ${columns.map((column) => `t.${column}`).join(', ')} from endpoint t
       where t.environment = ? and t.removed_at is null${own} limit ${examinedOfSmall}) b) h group by health`,
    owner.everyone ? [environment] : [owner.environment === environment ? environment : '', owner.consumerId],
    'all',
    em.getTransactionContext(),
  );
  return Object.fromEntries(
    rows.map(({ health, count }) => [EndpointHealth.parse(health), Number(count)] as const),
  );
};

const countedMax = 1000;

/** How many endpoints of all consumers are sent to, and how many of them fail; each up to a thousand. */
export const countEndpoints = async (
  { store, now }: Parts,
  environment: Environment,
): Promise<{ active: number; failing: number }> => {
  const count = async (condition: string): Promise<number> => {
    const rows = await store.all(
      `select b.id from endpoint b where b.environment = ? and b.removed_at is null and ${condition} limit ${countedMax}`,
      environment,
    );
    return rows.length;
  };
  return {
    active: await count('b.disabled_reason is null'),
    failing: await count(`(${healthSql(now())}) in ('failing', 'paused')`),
  };
};
