import { minuteMs } from '@parley/shared/words/time';
import { everyone } from '../../platform/database/owner.ts';
import { latestFailuresOf } from '../../webhooks/delivery/failures.service.ts';
import { FailureTally } from './failure-tally.ts';
import {
  countedAt,
  findCounted,
  findDisabled,
  findOver,
  findUncounted,
  findUnmuted,
  removeOld,
} from './issue.sql.ts';
import {
  endpointsOf,
  keepFailures,
  type Keeper,
  openDisabled,
  openIssue,
  resolveIfOver,
  unmute,
} from './issue-life.service.ts';
import { countingKeptMs, dueOf, hoursKeptMs, keptMs, quietMs } from './issue-rules.ts';

/** What failed longer ago than this was written by whoever counted it, or never will be. */
const countedWithinMs = 10_000;

/** Counts anew what a process had counted that was killed, and what failed before there were issues. */
const countMissed = async (keeper: Keeper): Promise<void> => {
  const { store, now } = keeper.parts;
  const tally = new FailureTally();
  for (const { id, last_failure_at, seen } of await findUncounted(store, now().getTime() - countedWithinMs)) {
    const failures = await latestFailuresOf(store, store, id, Number(seen ?? 0));
    const unknown = {
      endpointId: id,
      deliveryId: '',
      at: Number(last_failure_at),
      outcome: 'unreachable' as const,
      status: null,
      error: null,
    };
    tally.add(failures.some(({ at }) => at === unknown.at) ? failures : [...failures, unknown]);
  }
  await keepFailures(keeper, tally);
};

const openDue = async (keeper: Keeper): Promise<void> => {
  const { store, openEm, now } = keeper.parts;
  // Two rounds: one that fails is made up for by the next.
  const lately = await findCounted(store, now().getTime() - 2 * minuteMs);
  const ids = lately.map(({ subject_id }) => subject_id);
  const endpoints = await endpointsOf(openEm(everyone), ids);
  const rows = Map.groupBy(await countedAt(store, ids), ({ subjectId }) => subjectId);
  for (const [endpointId, own] of rows)
    for (const { id } of dueOf(own, endpoints.get(endpointId), now())) await openIssue(keeper, id);
};

const openAllDisabled = async (keeper: Keeper): Promise<void> => {
  const { store, openEm } = keeper.parts;
  const ids = (await findDisabled(store)).map(({ id }) => id);
  for (const endpoint of (await endpointsOf(openEm(everyone), ids)).values())
    await openDisabled(keeper, endpoint);
};

/**
 * Looks after issues: opens what the counting of failures missed, ends what is over, ends the time of what was muted, and
 * removes what is old. A bounded number of each.
 */
export const lookAfterIssues = async (keeper: Keeper): Promise<void> => {
  const { store } = keeper.parts;
  const now = keeper.parts.now().getTime();
  await countMissed(keeper);
  await openDue(keeper);
  await openAllDisabled(keeper);
  for (const { id } of await findUnmuted(store, now)) await unmute(keeper, id);
  for (const { id } of await findOver(store, now - quietMs)) await resolveIfOver(keeper, id);
  await removeOld(store, {
    resolvedBefore: now - keptMs,
    countingBefore: now - countingKeptMs,
    hoursBefore: now - hoursKeptMs,
  });
};
