import type { EntityManager } from '@mikro-orm/sql';
import type { IssueMoment } from '@parley/shared/monitoring/issue';
import { causeWords } from '@parley/shared/monitoring/issue-words';
import { everyone } from '../../platform/database/owner.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { publishOperational } from '../../webhooks/publication/operational.service.ts';
import type { Publisher } from '../../webhooks/publication/publish.service.ts';
import { addFailures, claimRows } from './issue.sql.ts';
import type { FailureTally, Tallied } from './failure-tally.ts';
import { Issue } from './issue.entity.ts';
import { dueOf, endOf, isDisabledAnew, isDormant, type LoadedEndpoint } from './issue-rules.ts';

/** With what Parley itself moves issues. */
export interface Keeper {
  parts: Parts;
  publisher: Publisher;
}

/** How much of a life is kept: its beginning, and the latest. */
const momentsMax = 50;

/** Adds to the history of an issue. Of a very long one the middle goes. */
export const addMoment = (issue: Issue, moment: IssueMoment): void => {
  const [first, ...rest] = [...issue.moments(), moment];
  issue.history = JSON.stringify(
    rest.length < momentsMax ? [first, ...rest] : [first, ...rest.slice(1 - momentsMax)],
  );
};

/** Endpoints with their consumers by id; removed ones too. */
export const endpointsOf = async (
  em: EntityManager,
  ids: readonly string[],
): Promise<Map<string, LoadedEndpoint>> => {
  const found = await em.find(Endpoint, { id: { $in: [...new Set(ids)] } }, { populate: ['consumer'] });
  return new Map(found.map((endpoint) => [endpoint.id, endpoint]));
};

const tell = async ({ parts, publisher }: Keeper, issue: Issue, type: string): Promise<void> => {
  await publishOperational(publisher, {
    type,
    data: {
      issueId: issue.id,
      kind: issue.kind,
      cause: issue.cause,
      httpStatus: issue.code || null,
      summary: causeWords(issue.cause, issue.code || null),
      endpointId: issue.subjectId,
      since: new Date(issue.sinceAt).toISOString(),
      count: issue.count,
    },
    subject: issue.subjectId,
    environment: issue.environment,
    consumerId: issue.consumerId,
    requestId: null,
    now: parts.now(),
  });
};

const open = (issue: Issue, note: string | null, now: Date): void => {
  const what = issue.openedAt ? 'reopened' : 'opened';
  addMoment(issue, { at: now.toISOString(), what, by: null, note, until: null });
  issue.status = 'open';
  issue.openedAt = now.getTime();
  issue.resolvedAt = null;
  issue.changedAt = now.getTime();
};

/** Ends an issue by itself, or for somebody: what comes after it is counted anew. */
export const resolve = (issue: Issue, moment: IssueMoment): void => {
  addMoment(issue, moment);
  const at = Date.parse(moment.at);
  Object.assign(issue, {
    status: 'resolved',
    resolvedAt: at,
    mutedUntil: null,
    episodeCount: 0,
    changedAt: at,
  });
};

/** The issue, locked, when it is still `as` the caller found it, and moved; `null` when another process was first. */
const move = async (
  { parts }: Keeper,
  id: string,
  change: (issue: Issue, endpoint: LoadedEndpoint | null) => boolean,
): Promise<Issue | null> =>
  parts.openEm(everyone).transactional(async (tx) => {
    const issue = await lockRow(tx, Issue, { id });
    if (!issue) return null;
    const endpoint = await tx.findOne(Endpoint, { id: issue.subjectId }, { populate: ['consumer'] });
    if (!change(issue, endpoint)) return null;
    await tx.flush();
    return issue;
  });

/** Opens an issue that was found to be due, once, whoever finds it. */
export const openIssue = async (keeper: Keeper, id: string): Promise<void> => {
  const opened = await move(keeper, id, (issue, endpoint) => {
    if (!endpoint || !isDormant(issue)) return false;
    open(issue, null, keeper.parts.now());
    return true;
  });
  if (opened) await tell(keeper, opened, 'parley.issue.opened');
};

/** Ends an issue that is over. */
export const resolveIfOver = async (keeper: Keeper, id: string): Promise<void> => {
  const now = keeper.parts.now();
  const resolved = await move(keeper, id, (issue, endpoint) => {
    const end = endOf(issue, endpoint, now);
    if (end === null || (issue.status !== 'open' && issue.status !== 'acknowledged')) return false;
    resolve(issue, { at: now.toISOString(), what: 'resolved', by: null, note: end, until: null });
    return true;
  });
  if (resolved) await tell(keeper, resolved, 'parley.issue.resolved');
};

/** Ends the time for which an issue was muted: it is open again, or over by now. */
export const unmute = async (keeper: Keeper, id: string): Promise<void> => {
  const now = keeper.parts.now();
  await move(keeper, id, (issue) => {
    if (issue.status !== 'muted' || (issue.mutedUntil ?? 0) > now.getTime()) return false;
    const note = 'The time was over.';
    addMoment(issue, { at: now.toISOString(), what: 'unmuted', by: null, note, until: null });
    Object.assign(issue, { status: 'open', mutedUntil: null, changedAt: now.getTime() });
    return true;
  });
};

const reasons = { gone: 'It answered 410 Gone.', failing: 'It failed for too long.' };

/** Opens the issue that an endpoint was disabled by Parley, once for each time that it was. */
export const openDisabled = async (keeper: Keeper, endpoint: LoadedEndpoint): Promise<void> => {
  if (endpoint.disabledReason !== 'gone' && endpoint.disabledReason !== 'failing') return;
  const { parts } = keeper;
  const now = parts.now();
  const key = { kind: 'delivery', subjectId: endpoint.id, cause: 'disabled' } as const;
  await parts.store.transaction('relaxed', async (tx) =>
    claimRows(
      tx,
      [
        {
          environment: endpoint.environment,
          consumerId: endpoint.consumer.id,
          endpointId: endpoint.id,
          cause: 'disabled',
          code: 0,
          firstAt: now.getTime(),
        },
      ],
      now.getTime(),
    ),
  );
  const row = await parts.openEm(everyone).findOne(Issue, key);
  const opened =
    row &&
    (await move(keeper, row.id, (issue, current) => {
      const reason = current?.disabledReason;
      if (!current || !isDisabledAnew(issue, current) || !reason || reason === 'manual') return false;
      open(issue, reasons[reason], now);
      issue.count = (issue.count ?? 0) + 1;
      Object.assign(issue, { episodeCount: 1, sinceAt: now.getTime(), lastSeenAt: now.getTime() });
      issue.lastError = reasons[reason];
      return true;
    }));
  if (opened) await tell(keeper, opened, 'parley.issue.opened');
};

const batchMax = 500;

/** Counts failures of endpoints that there are; answers all rows of these endpoints, and the endpoints. */
const countBatch = async ({ parts }: Keeper, batch: readonly Tallied[]) => {
  const ids = batch.map(({ endpointId }) => endpointId);
  const endpoints = await endpointsOf(parts.openEm(everyone), ids);
  const placed = batch.flatMap((one) => {
    const endpoint = endpoints.get(one.endpointId);
    return endpoint ? [{ ...one, environment: endpoint.environment, consumerId: endpoint.consumer.id }] : [];
  });
  const rows = placed.length === 0 ? [] : await addFailures(parts.store, placed, parts.now().getTime());
  return { rows, endpoints };
};

const openCounted = async (
  keeper: Keeper,
  { rows, endpoints }: Awaited<ReturnType<typeof countBatch>>,
): Promise<void> => {
  for (const [endpointId, own] of Map.groupBy(rows, ({ subjectId }) => subjectId)) {
    const endpoint = endpoints.get(endpointId);
    for (const { id } of dueOf(own, endpoint, keeper.parts.now())) await openIssue(keeper, id);
    if (endpoint?.disabledReason) await openDisabled(keeper, endpoint);
  }
};

/**
 * Writes down what was counted, and opens what has become an issue. What could not be written is counted on; what was written
 * and not opened is opened by the chore. Either is told by the error that is thrown.
 */
export const keepFailures = async (keeper: Keeper, tally: FailureTally): Promise<void> => {
  const waiting = tally.take();
  try {
    while (waiting.length > 0) {
      const counted = await countBatch(keeper, waiting.slice(0, batchMax));
      // Written: whatever fails from here on, they are not counted twice.
      waiting.splice(0, batchMax);
      await openCounted(keeper, counted);
    }
  } finally {
    tally.giveBack(waiting);
  }
};
