import { countActivity } from '../../platform/usage/activity-hour.service.ts';
import type { Outcome } from '../../platform/outbound/outbound-fetch.ts';
import type { Store } from '../../platform/database/store.ts';
import type { Job } from './hand-off.service.ts';

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
    // The endpoint first, as everything that changes an endpoint and its deliveries does: no two wait in a ring.
    await tx.updateRows('endpoint', healthColumns, healthRows(settlements), {
      set: `failure_streak = endpoint.failure_streak * r.kept + r.added,
        last_success_at = coalesce(r.success_at, endpoint.last_success_at),
        last_failure_at = coalesce(r.failure_at, endpoint.last_failure_at),
        failing_since = case when r.kept = 1 then coalesce(endpoint.failing_since, r.failing_at) else r.failing_at end,
        warned_percent = endpoint.warned_percent * r.kept, paused_until = r.paused_until`,
      where: 'endpoint.id = r.id',
    });
    // Recorded again after a commit without an answer, an attempt is still one attempt.
    await tx.insertRows('attempt', attemptColumns, settlements.map(attemptRow), {
      onConflict: '(id) do nothing',
    });
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
  });
};
