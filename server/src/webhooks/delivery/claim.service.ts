import type { Environment } from '@parley/shared/words/environment';
import type { Reader, Store } from '../../platform/database/store.ts';
import { webhookIdSql } from '../event/event-rows.service.ts';
import { claimSelected } from './queue.service.ts';

/** One claimed delivery, with all that sending it takes. */
export interface Job {
  deliveryId: string;
  endpointId: string;
  environment: Environment;
  /** The `webhook-id`. */
  eventId: string;
  eventType: string;
  /** The version of its type that the body is in. */
  schemaVersion: number;
  /** The body as it was published; an endpoint that stays at an older version gets another. */
  body: string;
  /** Whether the next one of its subject waits for it. */
  isOrdered: boolean;
  attemptCount: number;
  /** How often a process died that held it. */
  abandonedCount: number;
  trigger: 'schedule' | 'manual' | 'recovery';
  /** When the claim runs out, in milliseconds. An attempt that could end later must not begin. */
  leaseUntil: number;
}

/** Endpoints of which a claim took as many as it may: more of theirs may be due. */
export const endpointsWithMore = (jobs: readonly Job[], perEndpoint: number): string[] =>
  [...Map.groupBy(jobs, (job) => job.endpointId)]
    .filter(([, list]) => list.length >= perEndpoint)
    .map(([id]) => id);

interface ClaimRow {
  id: string;
  environment: Environment;
  endpoint_id: string;
  attempt_count: number;
  abandoned_count: number;
  next_trigger: 'schedule' | 'manual' | 'recovery';
  webhook_id: string;
  event_type: string;
  schema_version: number;
  order_key: string | null;
  body: string;
}

// The endpoints that have something to do, by hopping from one to the next in the index `(endpoint_id, due_at)`: as many
// steps as there are such endpoints, however many deliveries wait for each.
const busyEndpoints = `with recursive busy(id) as (
  select min(endpoint_id) from delivery where due_at is not null
  union all
  select (select min(d.endpoint_id) from delivery d where d.due_at is not null and d.endpoint_id > busy.id)
  from busy where busy.id is not null
)`;

// Where order is asked for: nothing undone of the same key came before.
const isFirstOfItsKey = `(w.order_key is null or not exists (
  select 1 from delivery p where p.endpoint_id = w.endpoint_id and p.order_key = w.order_key and p.id < w.id
    and p.order_key is not null and p.completed_at is null))`;

const firstOfEndpoint = `select w.id, w.due_at from delivery w
  where w.endpoint_id = busy.id and w.due_at <= ? and ${isFirstOfItsKey} order by w.due_at limit ?`;

// Each says once, for each endpoint, what its oldest are. PostgreSQL 15 runs a correlated `in (… limit ?)` anew for every
// pair of endpoint and due delivery, which with thousands of them never ends; SQLite runs it once and has no `lateral`.
const oldestOfEach: Record<Store['dialect'], string> = {
  postgresql: `busy cross join lateral (${firstOfEndpoint}) c`,
  sqlite: `busy join delivery c on c.id in (select f.id from (${firstOfEndpoint}) f)`,
};

// The rows that were chosen are locked, and no others, and what somebody claimed in the meantime is passed over.
const lockedOf = (chosen: string): string =>
  `select d.id from (${chosen}) chosen join delivery d on d.id = chosen.id where d.due_at <= ?
   for update of d skip locked`;

/**
 * Claims due deliveries for `owner` until `leaseUntil`: of each endpoint its oldest, `perEndpoint` at most, and none of
 * the endpoints in `full`. A claim moves `due_at` forward and nothing else, so a worker that dies loses nothing: its rows
 * fall due again by themselves.
 */
export const claimDue = async (
  store: Store,
  claim: {
    owner: string;
    now: number;
    leaseUntil: number;
    limit: number;
    perEndpoint: number;
    full: readonly string[];
    /** Last letters of the endpoint ids that this worker sends to; `null` for all. */
    letters: readonly string[] | null;
  },
): Promise<Job[]> => {
  if (claim.letters?.length === 0) return [];
  const isLocking = store.dialect === 'postgresql';
  // Letters of ids and nothing else: safe to be part of the statement.
  const mine = claim.letters ? `and right(busy.id, 1) in ${listOf(claim.letters)}` : '';
  const chosen = `${busyEndpoints}
    select c.id from ${oldestOfEach[store.dialect]}
    where busy.id is not null ${mine} and busy.id not in (select f.id from ${store.rowsOf({ id: 'text' }, 'f')})
    order by c.due_at limit ?`;
  const full = JSON.stringify(claim.full.map((id) => ({ id })));
  return store.transaction('relaxed', async (tx) => {
    const claimed = await claimSelected(tx, claim, {
      sql: isLocking ? lockedOf(chosen) : chosen,
      parameters: [claim.now, claim.perEndpoint, full, claim.limit, ...(isLocking ? [claim.now] : [])],
    });
    return claimed.length === 0 ? [] : jobsOf(store, tx, claimed, claim.leaseUntil);
  });
};

/** Claimed deliveries with all that sending them takes. */
export const jobsOf = async (
  store: Store,
  tx: Reader,
  claimed: readonly { id: string }[],
  leaseUntil: number,
): Promise<Job[]> => {
  const rows = await tx.all<ClaimRow>(
    `select d.id, d.endpoint_id, d.environment, d.attempt_count, d.abandoned_count, d.next_trigger, d.order_key,
       d.event_type,
       ${webhookIdSql('e', 'd.consumer_id')} as webhook_id, e.schema_version, e.body
       from ${store.rowsOf({ id: 'text' }, 'c')} join delivery d on d.id = c.id join event e on e.id = d.event_id
       order by d.id`,
    JSON.stringify(claimed),
  );
  return rows.map((row) => ({
    deliveryId: row.id,
    endpointId: row.endpoint_id,
    environment: row.environment,
    eventId: row.webhook_id,
    eventType: row.event_type,
    schemaVersion: row.schema_version,
    body: row.body,
    isOrdered: row.order_key !== null,
    attemptCount: row.attempt_count,
    abandonedCount: row.abandoned_count,
    trigger: row.next_trigger,
    leaseUntil,
  }));
};

/** A list of last letters of ids, which is safe to be part of a statement. */
export const listOf = (letters: readonly string[]): string => `('${letters.join("','")}')`;

/** When the next delivery falls due, in milliseconds, or `null` when none waits for this worker. */
export const nextDueAt = async (
  store: Store,
  claim: { full: readonly string[]; letters: readonly string[] | null },
): Promise<number | null> => {
  if (claim.letters?.length === 0) return null;
  const mine = claim.letters ? `and right(busy.id, 1) in ${listOf(claim.letters)}` : '';
  const [row] = await store.all<{ due: string | number | null }>(
    `${busyEndpoints}
     select min(first) as due from (
       select (select min(w.due_at) from delivery w
         where w.endpoint_id = busy.id and w.due_at is not null and ${isFirstOfItsKey}) as first
       from busy
       where busy.id is not null ${mine} and busy.id not in (select f.id from ${store.rowsOf({ id: 'text' }, 'f')})
     ) as firsts`,
    JSON.stringify(claim.full.map((id) => ({ id }))),
  );
  return row?.due === null || row?.due === undefined ? null : Number(row.due);
};
