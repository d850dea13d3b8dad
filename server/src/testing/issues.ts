import { expect } from 'vitest';
import { FailureTally } from '../monitoring/issue/failure-tally.ts';
import { keepFailures } from '../monitoring/issue/issue-life.service.ts';
import type { FailedAttempt } from '../webhooks/delivery/failures.service.ts';
import type { TestHub } from './test-hub.ts';

/** A failed attempt, HTTP 500 unless said. */
export const failure = (
  endpointId: string,
  at: number,
  more: Partial<FailedAttempt> = {},
): FailedAttempt => ({
  endpointId,
  deliveryId: 'dlv_1',
  at,
  outcome: 'answered',
  status: 500,
  error: 'Answered 500.',
  ...more,
});

/** Makes an endpoint one that failed so often in a row just now, by the word of its row alone. */
export const markFailing = async ({ hub }: TestHub, endpointId: string, streak = 10): Promise<void> => {
  const { store, now } = hub.parts;
  await store.all(
    'update endpoint set failure_streak = ?, last_failure_at = ? where id = ?',
    streak,
    now().getTime(),
    endpointId,
  );
};

/** Counts failures as a worker does once they are on record. */
export const countFailures = async ({ hub }: TestHub, failures: readonly FailedAttempt[]): Promise<void> => {
  const tally = new FailureTally();
  tally.add(failures);
  await keepFailures({ parts: hub.parts, publisher: hub.services.publisher }, tally);
};

/** An open issue of this endpoint, which three failures by HTTP 500 made. */
export const makeIssue = async (hub: TestHub, endpointId: string): Promise<string> => {
  const { store, now } = hub.hub.parts;
  await markFailing(hub, endpointId);
  await countFailures(
    hub,
    Array.from({ length: 3 }, () => failure(endpointId, now().getTime())),
  );
  const rows = await store.all<{ id: string }>(
    `select id from issue where subject_id = ? and status = 'open' and cause = 'http'`,
    endpointId,
  );
  expect(rows).toHaveLength(1);
  return rows[0]!.id;
};
