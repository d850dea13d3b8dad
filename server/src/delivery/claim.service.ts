import type { Outcome } from '../lib/outbound-fetch.ts';
import type { Store } from '../lib/store.ts';
import type { Job } from './hand-off.service.ts';

interface ClaimRow {
  id: string;
  endpoint_id: string;
  attempt_count: number;
  next_trigger: 'schedule' | 'manual';
  event_id: string;
  client_id: string | null;
  body: string;
}

/**
 * Claims due deliveries for `owner` until `leaseUntil`: oldest first, at most `perEndpoint` for one endpoint, none of the
 * endpoints in `busy`. A claim moves `due_at` forward and nothing else, so a worker that dies loses nothing: its rows
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
    busy: readonly string[];
  },
): Promise<Job[]> => {
  const skipLocked = store.dialect === 'postgresql' ? 'for update skip locked' : '';
  const busy = store.rowsOf({ id: 'text' }, 'b');
  return store.transaction('relaxed', async (tx) => {
    const claimed = await tx.all<{ id: string }>(
      `update delivery set due_at = ?, lease_owner = ? where id in (
         select id from delivery where id in (
           select id from (
             select id, row_number() over (partition by endpoint_id order by due_at) as place from (
               select id, endpoint_id, due_at from delivery
               where due_at <= ? and endpoint_id not in (select b.id from ${busy}) order by due_at limit ?
             ) as due
           ) as ranked where place <= ?
         ) and due_at <= ? ${skipLocked}
       ) returning id`,
      claim.leaseUntil,
      claim.owner,
      claim.now,
      JSON.stringify(claim.busy.map((id) => ({ id }))),
      claim.limit,
      claim.perEndpoint,
      claim.now,
    );
    if (claimed.length === 0) return [];
    const rows = await tx.all<ClaimRow>(
      `select d.id, d.endpoint_id, d.attempt_count, d.next_trigger, e.id as event_id, e.client_id, e.body
       from ${store.rowsOf({ id: 'text' }, 'c')} join delivery d on d.id = c.id join event e on e.id = d.event_id
       order by d.id`,
      JSON.stringify(claimed),
    );
    return rows.map((row) => ({
      deliveryId: row.id,
      endpointId: row.endpoint_id,
      eventId: row.client_id ?? row.event_id,
      body: row.body,
      attemptCount: row.attempt_count,
      trigger: row.next_trigger,
    }));
  });
};

/** When the next delivery falls due, in milliseconds, or `null` when none waits. */
export const nextDueAt = async (store: Store): Promise<number | null> => {
  const [row] = await store.all<{ due: string | number | null }>(
    'select min(due_at) as due from delivery where due_at is not null',
  );
  return row?.due === null || row?.due === undefined ? null : Number(row.due);
};

/** Makes everything that a dead process held due at once. Only where no other process can hold a claim: on SQLite. */
export const releaseAllClaims = async (store: Store, now: number): Promise<void> => {
  await store.all('update delivery set due_at = ?, lease_owner = null where lease_owner is not null', now);
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

const deliveryRow = (settlement: Settlement, now: number) => ({
  id: settlement.job.deliveryId,
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
  response_status: 'integer',
  response_headers: 'text',
  response_body: 'text',
  error: 'text',
} as const;

const healthRows = (settlements: readonly Settlement[]) =>
  [...Map.groupBy(settlements, ({ job }) => job.endpointId)].map(([id, list]) => {
    const times = (isDelivered: boolean) =>
      list.filter((one) => one.isDelivered === isDelivered).map((one) => one.startedAt + one.outcome.durationMs);
    const successes = times(true);
    const failures = times(false);
    const lastSuccess = successes.length > 0 ? Math.round(Math.max(...successes)) : null;
    return {
      id,
      kept: successes.length > 0 ? 0 : 1,
      added: failures.filter((at) => lastSuccess === null || at > lastSuccess).length,
      success_at: lastSuccess,
      failure_at: failures.length > 0 ? Math.round(Math.max(...failures)) : null,
    };
  });

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
  const names = Object.keys(attemptColumns).join(', ');
  const duration = store.rowsOf({ ...attemptColumns, duration_ms: 'text' }, 'r');
  await store.transaction('relaxed', async (tx) => {
    await tx.all(
      `insert into attempt (${names}, duration_ms)
       select ${names}, cast(duration_ms as double precision) from ${duration} where true on conflict (id) do nothing`,
      JSON.stringify(settlements.map(attemptRow)),
    );
    await tx.all(
      `update delivery set status = r.status, attempt_count = r.attempt_count, due_at = r.due_at, lease_owner = null,
         next_trigger = 'schedule', last_response_status = r.last_response_status, last_error = r.last_error,
         completed_at = r.completed_at
       from ${store.rowsOf(
         {
           id: 'text',
           status: 'text',
           attempt_count: 'integer',
           due_at: 'bigint',
           last_response_status: 'integer',
           last_error: 'text',
           completed_at: 'bigint',
         },
         'r',
       )} where delivery.id = r.id and delivery.lease_owner = ?`,
      JSON.stringify(settlements.map((settlement) => deliveryRow(settlement, now))),
      owner,
    );
    await tx.all(
      `update endpoint set failure_streak = endpoint.failure_streak * r.kept + r.added,
         last_success_at = coalesce(r.success_at, endpoint.last_success_at),
         last_failure_at = coalesce(r.failure_at, endpoint.last_failure_at)
       from ${store.rowsOf(
         { id: 'text', kept: 'integer', added: 'integer', success_at: 'bigint', failure_at: 'bigint' },
         'r',
       )} where endpoint.id = r.id`,
      JSON.stringify(healthRows(settlements).toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    );
  });
};
