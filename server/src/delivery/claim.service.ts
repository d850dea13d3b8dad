import type { Environment } from '@parley/shared/environment';
import { countActivity } from '../home/activity-hour.service.ts';
import type { Outcome } from '../lib/outbound-fetch.ts';
import type { Store } from '../lib/store.ts';
import type { Job } from './hand-off.service.ts';

interface ClaimRow {
  id: string;
  environment: Environment;
  endpoint_id: string;
  attempt_count: number;
  next_trigger: 'schedule' | 'manual' | 'recovery';
  event_id: string;
  client_id: string | null;
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
  const skipLocked = store.dialect === 'postgresql' ? 'for update of d skip locked' : '';
  // Letters of ids and nothing else: safe to be part of the statement.
  const mine = claim.letters ? `and right(busy.id, 1) in ${listOf(claim.letters)}` : '';
  return store.transaction('relaxed', async (tx) => {
    const claimed = await tx.all<{ id: string }>(
      `update delivery set due_at = ?, lease_owner = ? where id in (
         ${busyEndpoints}
         select d.id from busy join delivery d on d.id in (
           select w.id from delivery w where w.endpoint_id = busy.id and w.due_at <= ? and ${isFirstOfItsKey}
           order by w.due_at limit ?
         )
         where busy.id is not null ${mine} and busy.id not in (select f.id from ${store.rowsOf({ id: 'text' }, 'f')})
           and d.due_at <= ?
         order by d.due_at limit ? ${skipLocked}
       ) returning id`,
      claim.leaseUntil,
      claim.owner,
      claim.now,
      claim.perEndpoint,
      JSON.stringify(claim.full.map((id) => ({ id }))),
      claim.now,
      claim.limit,
    );
    if (claimed.length === 0) return [];
    const rows = await tx.all<ClaimRow>(
      `select d.id, d.endpoint_id, d.environment, d.attempt_count, d.next_trigger, d.order_key, d.event_type,
       e.id as event_id, e.client_id, e.schema_version, e.body
       from ${store.rowsOf({ id: 'text' }, 'c')} join delivery d on d.id = c.id join event e on e.id = d.event_id
       order by d.id`,
      JSON.stringify(claimed),
    );
    return rows.map((row) => ({
      deliveryId: row.id,
      endpointId: row.endpoint_id,
      environment: row.environment,
      eventId: row.client_id ?? row.event_id,
      eventType: row.event_type,
      schemaVersion: row.schema_version,
      body: row.body,
      isOrdered: row.order_key !== null,
      attemptCount: row.attempt_count,
      trigger: row.next_trigger,
      leaseUntil: claim.leaseUntil,
    }));
  });
};

const listOf = (letters: readonly string[]): string => `('${letters.join("','")}')`;

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

/** Makes everything that a dead process held due at once. Only where no other process can hold a claim: on SQLite. */
export const releaseAllClaims = async (store: Store, now: number): Promise<void> => {
  await store.all(
    'update delivery set due_at = ?, lease_owner = null where due_at is not null and lease_owner is not null',
    now,
  );
};

/** Gives claims back that were not used: they are due at once, for whoever has room. */
export const giveBack = async (
  store: Store,
  owner: string,
  jobs: readonly Job[],
  now: number,
): Promise<void> => {
  if (jobs.length === 0) return;
  const rows = jobs.map((job) => ({ id: job.deliveryId, owner, now }));
  await store.transaction('relaxed', (tx) =>
    tx.updateRows('delivery', { id: 'text', owner: 'text', now: 'bigint' }, rows, {
      set: 'due_at = r.now, lease_owner = null',
      where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
    }),
  );
};

/** One finished attempt and what follows from it. */
export interface Settlement {
  attemptId: string;
  job: Job;
  url: string;
  startedAt: number;
  outcome: Outcome;
  /** When to try again, in milliseconds; `null` for never. */
  retryAt: number | null;
  isDelivered: boolean;
  /** Whether the receiver asked for less: 429, 502, 504 or `Retry-After`. */
  isThrottled: boolean;
  /** How long the receiver asked to be left alone, in milliseconds. */
  waitMs: number;
  /** Nothing is sent to the endpoint before this, in milliseconds; in the past for no pause. */
  pausedUntil: number;
}

const errorOf = ({ outcome, isDelivered }: Settlement): string | null => {
  if (isDelivered) return null;
  if (outcome.kind !== 'answered') return outcome.reason.slice(0, 500);
  return outcome.status >= 300 && outcome.status < 400
    ? `Answered ${outcome.status}; redirects are not followed.`
    : `Answered ${outcome.status}.`;
};

const outcomeOf = ({ outcome, isDelivered }: Settlement) => {
  if (outcome.kind !== 'answered') return outcome.kind;
  return isDelivered ? 'delivered' : 'refused';
};

const statusOf = ({ isDelivered, retryAt }: Settlement) => {
  if (isDelivered) return 'delivered';
  return retryAt === null ? 'exhausted' : 'failed';
};

/** Text that every database keeps: no NUL, and unpaired surrogates replaced as a decoder would. */
const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}').toWellFormed();

const attemptRow = (settlement: Settlement) => {
  const { job, outcome } = settlement;
  const answer = outcome.kind === 'answered' ? outcome : null;
  return {
    id: settlement.attemptId,
    delivery_id: job.deliveryId,
    number: job.attemptCount + 1,
    trigger: job.trigger,
    outcome: outcomeOf(settlement),
    url: settlement.url,
    started_at: settlement.startedAt,
    duration_ms: outcome.durationMs,
    response_status: answer?.status ?? null,
    response_headers: answer ? storable(JSON.stringify(answer.headers)) : null,
    response_body: answer ? storable(answer.body.toString('utf8')) : null,
    error: errorOf(settlement),
  };
};

const deliveryRow = (settlement: Settlement, owner: string, now: number) => ({
  id: settlement.job.deliveryId,
  owner,
  status: statusOf(settlement),
  attempt_count: settlement.job.attemptCount + 1,
  due_at: settlement.retryAt,
  last_response_status: settlement.outcome.kind === 'answered' ? settlement.outcome.status : null,
  last_error: errorOf(settlement),
  completed_at: settlement.retryAt === null ? now : null,
});

const attemptColumns = {
  id: 'text',
  delivery_id: 'text',
  number: 'integer',
  trigger: 'text',
  outcome: 'text',
  url: 'text',
  started_at: 'bigint',
  duration_ms: 'double precision',
  response_status: 'integer',
  response_headers: 'text',
  response_body: 'text',
  error: 'text',
} as const;

const deliveryColumns = {
  id: 'text',
  owner: 'text',
  status: 'text',
  attempt_count: 'integer',
  due_at: 'bigint',
  last_response_status: 'integer',
  last_error: 'text',
  completed_at: 'bigint',
} as const;

const healthColumns = {
  id: 'text',
  kept: 'integer',
  added: 'integer',
  success_at: 'bigint',
  failure_at: 'bigint',
  failing_at: 'bigint',
  paused_until: 'bigint',
} as const;

const firstFailureAfter = (failures: readonly number[], success: number | null): number | null => {
  const later = failures.filter((at) => success === null || at > success);
  return later.length === 0 ? null : Math.round(Math.min(...later));
};

// In the order of ids: two workers that lock the same endpoints never wait for each other in a ring.
const healthRows = (settlements: readonly Settlement[]) =>
  [...Map.groupBy(settlements, ({ job }) => job.endpointId)]
    .map(([id, list]) => {
      const times = (isDelivered: boolean) =>
        list
          .filter((one) => one.isDelivered === isDelivered)
          .map((one) => one.startedAt + one.outcome.durationMs);
      const successes = times(true);
      const failures = times(false);
      const lastSuccess = successes.length > 0 ? Math.round(Math.max(...successes)) : null;
      return {
        id,
        kept: successes.length > 0 ? 0 : 1,
        added: failures.filter((at) => lastSuccess === null || at > lastSuccess).length,
        success_at: lastSuccess,
        failure_at: failures.length > 0 ? Math.round(Math.max(...failures)) : null,
        failing_at: firstFailureAfter(failures, lastSuccess),
        paused_until: list.at(-1)?.pausedUntil || null,
      };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Records finished attempts in one transaction: the attempts, the state of their deliveries, the health of their
 * endpoints. Relaxed on purpose: losing it in a power cut repeats deliveries, which receivers are told to expect. A
 * worker whose claim ran out does not overwrite what the next one found.
 */
export const settle = async (
  store: Store,
  owner: string,
  settlements: readonly Settlement[],
  now: number,
): Promise<void> => {
  await store.transaction('relaxed', async (tx) => {
    await tx.insertRows('attempt', attemptColumns, settlements.map(attemptRow));
    await tx.updateRows(
      'delivery',
      deliveryColumns,
      settlements.map((settlement) => deliveryRow(settlement, owner, now)),
      {
        set: `status = r.status, attempt_count = r.attempt_count, due_at = r.due_at, lease_owner = null,
          next_trigger = 'schedule', last_response_status = r.last_response_status, last_error = r.last_error,
          completed_at = r.completed_at`,
        where: 'delivery.id = r.id and delivery.lease_owner = r.owner',
      },
    );
    await countActivity(
      tx,
      settlements.map(({ job, startedAt, isDelivered }) => ({
        environment: job.environment,
        at: startedAt,
        kind: isDelivered ? 'delivered' : 'failed',
      })),
    );
    await tx.updateRows('endpoint', healthColumns, healthRows(settlements), {
      set: `failure_streak = endpoint.failure_streak * r.kept + r.added,
        last_success_at = coalesce(r.success_at, endpoint.last_success_at),
        last_failure_at = coalesce(r.failure_at, endpoint.last_failure_at),
        failing_since = case when r.kept = 1 then coalesce(endpoint.failing_since, r.failing_at) else r.failing_at end,
        warned_percent = endpoint.warned_percent * r.kept, paused_until = r.paused_until`,
      where: 'endpoint.id = r.id',
    });
  });
};
