import { countActivity } from '../../platform/usage/activity-hour.service.ts';
import type { Outcome } from '../../platform/outbound/outbound-fetch.ts';
import { disableGoneEndpoint } from '../endpoint/gone.service.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Store } from '../../platform/database/store.ts';
import type { FailedAttempt } from '../delivery/failures.service.ts';
import { insertAttempts, type NewAttempt } from '../delivery/attempt-rows.service.ts';
import type { Job } from '../delivery/claim.service.ts';
import { countAttempts, subjectOfType } from '../figures/attempt-counts.service.ts';
import { endClaims, type EndedDelivery } from '../delivery/queue.service.ts';
import { type Health, healthWindowOf, noteHealth } from '../endpoint/health.service.ts';

/** An outcome that counts as an attempt. */
type AttemptOutcome = Exclude<Outcome, { kind: 'unresolved' }>;

/** One finished attempt and what follows from it. */
export interface Settlement {
  attemptId: string;
  job: Job;
  url: string;
  startedAt: number;
  outcome: AttemptOutcome;
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

const attemptRow = (settlement: Settlement): NewAttempt => {
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
    connect_ms: answer?.connectMs ?? null,
    first_byte_ms: answer?.firstByteMs ?? null,
    duration_ms: outcome.durationMs,
    response_status: answer?.status ?? null,
    response_headers: answer ? storable(JSON.stringify(answer.headers)) : null,
    response_body: answer ? storable(answer.body.toString('utf8')) : null,
    error: errorOf(settlement),
  };
};

const deliveryRow = (settlement: Settlement, owner: string, now: number): EndedDelivery => ({
  id: settlement.job.deliveryId,
  lease_owner: owner,
  status: statusOf(settlement),
  attempt_count: settlement.job.attemptCount + 1,
  due_at: settlement.retryAt,
  last_response_status: settlement.outcome.kind === 'answered' ? settlement.outcome.status : null,
  last_error: errorOf(settlement),
  completed_at: settlement.retryAt === null ? now : null,
});

const firstFailureAfter = (failures: readonly number[], success: number | null): number | null => {
  const later = failures.filter((at) => success === null || at > success);
  return later.length === 0 ? null : Math.round(Math.min(...later));
};

// In the order of ids: two workers that lock the same endpoints never wait for each other in a ring.
const healthRows = (settlements: readonly Settlement[], now: number): Health[] =>
  [...Map.groupBy(settlements, ({ job }) => job.endpointId)]
    .map(([id, list]): Health => {
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
        time_window: healthWindowOf(now),
        delivered: successes.length,
        failed: failures.length,
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
    await noteHealth(tx, healthRows(settlements, now));
    await insertAttempts(tx, settlements.map(attemptRow));
    await endClaims(
      tx,
      settlements.map((settlement) => deliveryRow(settlement, owner, now)),
    );
    await countActivity(
      tx,
      settlements.map(({ job, startedAt, isDelivered }) => ({
        environment: job.environment,
        at: startedAt,
        kind: isDelivered ? 'delivered' : 'failed',
      })),
    );
    await countAttempts(
      tx,
      settlements.map(({ job, startedAt, outcome, isDelivered }) => ({
        subjects: [job.endpointId, subjectOfType(job.environment, job.eventType)],
        startedAt,
        durationMs: outcome.durationMs,
        isDelivered,
      })),
    );
  });
};

/** Is told of failures once they are on record; takes note and returns, for the next ones wait. */
export type OnFailed = (failures: readonly FailedAttempt[]) => void;

/** Those of finished attempts that failed, for whoever counts them. */
export const failuresOf = (settlements: readonly Settlement[]): FailedAttempt[] =>
  settlements
    .filter(({ isDelivered }) => !isDelivered)
    .map((settlement) => {
      const { job, startedAt, outcome } = settlement;
      return {
        endpointId: job.endpointId,
        deliveryId: job.deliveryId,
        at: Math.round(startedAt + outcome.durationMs),
        outcome: outcome.kind,
        status: outcome.kind === 'answered' ? outcome.status : null,
        error: errorOf(settlement),
      };
    });

/** Disables the endpoints that answered 410. */
export const disableGone = async (parts: Parts, settlements: readonly Settlement[]): Promise<void> => {
  const gone = settlements.filter(({ outcome }) => outcome.kind === 'answered' && outcome.status === 410);
  for (const endpointId of new Set(gone.map(({ job }) => job.endpointId)))
    await disableGoneEndpoint(parts, endpointId);
};
