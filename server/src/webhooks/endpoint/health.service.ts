import type { EntityManager } from '@mikro-orm/sql';
import type { EndpointHealth, RecentAttempts } from '@parley/shared/webhooks/endpoint';
import { minuteMs } from '@parley/shared/words/time';
import type { Tx } from '../../platform/database/store.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import type { ShownEndpoint } from './endpoint-view.ts';
import { Endpoint } from './endpoint.entity.ts';

const columns = {
  id: 'text',
  kept: 'integer',
  added: 'integer',
  success_at: 'bigint',
  failure_at: 'bigint',
  failing_at: 'bigint',
  paused_until: 'bigint',
  time_window: 'bigint',
  delivered: 'integer',
  failed: 'integer',
} as const;

const windowMs = 30 * minuteMs;

/** The half hour, counted from 1970, in which a time in milliseconds lies. */
export const healthWindowOf = (ms: number): number => Math.floor(ms / windowMs);

/** What some attempts say of an endpoint. Times are in milliseconds. */
export type Health = {
  id: string;
  /** 1 when the streak of failures from before goes on, 0 when a success ended it. */
  kept: 0 | 1;
  /** Failures since then. */
  added: number;
  success_at: number | null;
  failure_at: number | null;
  /** The first failure after the last success. */
  failing_at: number | null;
  /** Nothing is sent before this; `null` for no pause. */
  paused_until: number | null;
  /** See {@link healthWindowOf}. */
  time_window: number;
  /** Attempts that succeeded, and that failed. */
  delivered: number;
  failed: number;
};

// Two half hours in two pairs of counters: the one that runs, and the one before. An older one counts for nothing.
const recent = (count: string): string =>
  `r.${count} + case when r.time_window = endpoint.recent_window then endpoint.recent_${count} else 0 end`;
const earlier = (count: string): string =>
  `case r.time_window - endpoint.recent_window when 0 then endpoint.earlier_${count}
     when 1 then endpoint.recent_${count} else 0 end`;

/** Notes how endpoints fared. Hand the rows in in the order of their ids: two workers then never wait in a ring. */
export const noteHealth = async (tx: Tx, rows: readonly Health[]): Promise<void> =>
  tx.updateRows('endpoint', columns, rows, {
    set: `failure_streak = endpoint.failure_streak * r.kept + r.added,
      last_success_at = coalesce(r.success_at, endpoint.last_success_at),
      last_failure_at = coalesce(r.failure_at, endpoint.last_failure_at),
      failing_since = case when r.kept = 1 then coalesce(endpoint.failing_since, r.failing_at) else r.failing_at end,
      warned_percent = endpoint.warned_percent * r.kept, paused_until = r.paused_until,
      earlier_delivered = ${earlier('delivered')}, earlier_failed = ${earlier('failed')},
      recent_delivered = ${recent('delivered')}, recent_failed = ${recent('failed')}, recent_window = r.time_window`,
    where: 'endpoint.id = r.id',
  });

/**
 * Ends the pause after failures: whoever mends a receiver does not wait for the next probe. Workers learn of it from the
 * catalogue, which the caller has to bump.
 */
export const closeCircuit = (endpoint: Endpoint): void => {
  endpoint.circuitClosings = (endpoint.circuitClosings ?? 0) + 1;
  endpoint.pausedUntil = null;
};

/** Ends the pauses of endpoints, in the order of their ids, as all that locks several does. */
export const closeCircuits = async (tx: EntityManager, endpointIds: readonly string[]): Promise<void> => {
  const endpoints = await tx.find(
    Endpoint,
    { id: { $in: [...endpointIds] }, pausedUntil: { $ne: null } },
    { orderBy: { id: 'asc' } },
  );
  if (endpoints.length === 0) return;
  for (const endpoint of endpoints) closeCircuit(endpoint);
  await tx.flush();
  await bumpCatalog(tx);
};

const recentOf = (endpoint: ShownEndpoint, now: Date): RecentAttempts => {
  const age = healthWindowOf(now.getTime()) - (endpoint.recentWindow ?? 0);
  const { recentDelivered, recentFailed, earlierDelivered, earlierFailed } = endpoint;
  if (age === 0)
    return { delivered: recentDelivered + earlierDelivered, failed: recentFailed + earlierFailed };
  return age === 1 ? { delivered: recentDelivered, failed: recentFailed } : { delivered: 0, failed: 0 };
};

/** So many failures in a row are no accident. */
export const streakOfFailing = 3;
export const shareOfFailing = 0.5;
export const shareOfUnsteady = 0.02;

/** How an endpoint fares: one word, and the attempts that it rests on. */
export const healthOf = (
  endpoint: ShownEndpoint,
  now: Date,
): { health: EndpointHealth; recentAttempts: RecentAttempts } => {
  const recentAttempts = recentOf(endpoint, now);
  return { health: wordFor(endpoint, recentAttempts, now), recentAttempts };
};

const wordFor = (endpoint: ShownEndpoint, attempts: RecentAttempts, now: Date): EndpointHealth => {
  if (endpoint.disabledReason) return 'disabled';
  if (endpoint.consumer.status === 'suspended') return 'suspended';
  if ((endpoint.pausedUntil ?? 0) > now.getTime()) return 'paused';
  const streak = endpoint.failureStreak ?? 0;
  const total = attempts.delivered + attempts.failed;
  const share = total === 0 ? 0 : attempts.failed / total;
  if (streak >= streakOfFailing || share >= shareOfFailing || (streak > 0 && attempts.delivered === 0))
    return 'failing';
  if (streak > 0 || share >= shareOfUnsteady) return 'unsteady';
  return endpoint.lastSuccessAt || endpoint.lastFailureAt ? 'healthy' : 'unused';
};
