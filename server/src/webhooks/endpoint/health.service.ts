import type { EntityManager } from '@mikro-orm/sql';
import type { Tx } from '../../platform/database/store.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import { Endpoint } from './endpoint.entity.ts';

const columns = {
  id: 'text',
  kept: 'integer',
  added: 'integer',
  success_at: 'bigint',
  failure_at: 'bigint',
  failing_at: 'bigint',
  paused_until: 'bigint',
} as const;

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
};

/** Notes how endpoints fared. Hand the rows in in the order of their ids: two workers then never wait in a ring. */
export const noteHealth = async (tx: Tx, rows: readonly Health[]): Promise<void> =>
  tx.updateRows('endpoint', columns, rows, {
    set: `failure_streak = endpoint.failure_streak * r.kept + r.added,
      last_success_at = coalesce(r.success_at, endpoint.last_success_at),
      last_failure_at = coalesce(r.failure_at, endpoint.last_failure_at),
      failing_since = case when r.kept = 1 then coalesce(endpoint.failing_since, r.failing_at) else r.failing_at end,
      warned_percent = endpoint.warned_percent * r.kept, paused_until = r.paused_until`,
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
