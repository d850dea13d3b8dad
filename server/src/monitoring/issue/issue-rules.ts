import type { Loaded } from '@mikro-orm/core';
import { dayMs, hourMs, minuteMs } from '@parley/shared/words/time';
import { healthOf } from '../../webhooks/endpoint/health.service.ts';
import type { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import type { Issue } from './issue.entity.ts';

/** An endpoint with its consumer. */
export type LoadedEndpoint = Loaded<Endpoint, 'consumer'>;

/** Failures by one cause that make an issue when the endpoint failed that often in a row, whatever the causes. */
const inARow = 3;
/** Failures by one cause that make an issue of an endpoint of which some attempts get through. */
const amongOthers = 5;
/** Without a failure for so long, counting begins anew. */
export const forgottenAfterMs = 2 * hourMs;
/** Without a failure for so long, and with a success since, it is over. */
export const quietMs = 10 * minuteMs;
/** What is over is kept for so long after its latest failure. */
export const keptMs = 90 * dayMs;
/** What never was an issue. */
export const countingKeptMs = dayMs;
export const hoursKeptMs = 7 * dayMs;

type Counted = Pick<Issue, 'status' | 'episodeCount' | 'cause'>;

/** Whether nobody is shown it now, and failures may make it an issue. */
export const isDormant = ({ status }: Pick<Issue, 'status'>): boolean =>
  status === 'counting' || status === 'resolved';

const isSentTo = ({ removedAt, disabledReason }: LoadedEndpoint): boolean =>
  !removedAt && disabledReason !== 'manual';

/** Whether these failures are an issue by themselves. */
const isDueByItself = (issue: Counted, endpoint: LoadedEndpoint, now: Date): boolean => {
  const { episodeCount } = issue;
  if (episodeCount >= inARow && (endpoint.failureStreak ?? 0) >= inARow) return true;
  return episodeCount >= amongOthers && healthOf(endpoint, now).health !== 'healthy';
};

/**
 * Which of the rows of one endpoint have become issues: those with enough failures. When an endpoint fails again and again
 * for ever different reasons, none of which comes often, the most frequent one speaks for all.
 */
export const dueOf = <Row extends Counted>(
  rows: readonly Row[],
  endpoint: LoadedEndpoint | undefined,
  now: Date,
): Row[] => {
  if (!endpoint || !isSentTo(endpoint)) return [];
  const failures = rows.filter(({ cause }) => cause !== 'disabled');
  const dormant = failures.filter((row) => isDormant(row));
  const due = dormant.filter((row) => isDueByItself(row, endpoint, now));
  if (due.length > 0 || dormant.length < failures.length) return due;
  const total = dormant.reduce((sum, { episodeCount }) => sum + episodeCount, 0);
  if (total < inARow || (endpoint.failureStreak ?? 0) < inARow) return [];
  return dormant.toSorted((a, b) => b.episodeCount - a.episodeCount).slice(0, 1);
};

/** Whether Parley disabled the endpoint after the latest time that this was over. */
export const isDisabledAnew = (
  issue: Pick<Issue, 'status' | 'resolvedAt'>,
  endpoint: LoadedEndpoint,
): boolean =>
  !endpoint.removedAt &&
  (endpoint.disabledReason === 'gone' || endpoint.disabledReason === 'failing') &&
  isDormant(issue) &&
  (issue.resolvedAt ?? 0) < (endpoint.lastFailureAt ?? 1);

/** Why an issue is over, in words for its history; `null` while it is not. */
export const endOf = (
  issue: Pick<Issue, 'cause' | 'lastSeenAt'>,
  endpoint: LoadedEndpoint | null,
  now: Date,
): string | null => {
  if (!endpoint || endpoint.removedAt) return 'The endpoint was removed.';
  if (endpoint.disabledReason === 'manual') return 'Somebody disabled the endpoint.';
  if (issue.cause === 'disabled') return !endpoint.disabledReason ? 'The endpoint was enabled.' : null;
  if (endpoint.disabledReason) return null;
  const isQuiet = issue.lastSeenAt <= now.getTime() - quietMs;
  const hasSucceeded = (endpoint.lastSuccessAt ?? 0) > issue.lastSeenAt;
  return isQuiet && hasSucceeded
    ? 'Deliveries arrive again, and none failed for this reason for ten minutes.'
    : null;
};
