import type { Environment } from '@parley/shared/words/environment';
import type { IssueCause } from '@parley/shared/monitoring/issue';
import { columnsOf } from '../../platform/database/columns.ts';
import type { Reader, Store, Tx } from '../../platform/database/store.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Look } from '../../webhooks/watch/watch.service.ts';
import { sampleMax, type Tallied } from './failure-tally.ts';
import { Issue, type KeptIssueStatus } from './issue.entity.ts';
import { forgottenAfterMs } from './issue-rules.ts';

/** What a row is found by. */
interface Key {
  subject_id: string;
  cause: IssueCause;
  code: number;
}

interface KeptRow extends Key {
  id: string;
  status: KeptIssueStatus;
  // PostgreSQL hands 64-bit numbers out as text.
  episode_count: string | number;
  sample: string;
}

/** A row after failures were added to it. */
export interface CountedIssue {
  id: string;
  subjectId: string;
  cause: IssueCause;
  status: KeptIssueStatus;
  episodeCount: number;
}

/** Whose endpoint it is. */
export interface Place {
  environment: Environment;
  consumerId: string;
}

const newRowColumns = columnsOf(Issue, [
  'id',
  'environment',
  'consumer_id',
  'subject_id',
  'cause',
  'code',
  'since_at',
  'first_seen_at',
  'last_seen_at',
  'changed_at',
]);

const countColumns = {
  id: 'text',
  count: 'bigint',
  first_at: 'bigint',
  last_at: 'bigint',
  last_error: 'text',
  sample: 'text',
  now: 'bigint',
} as const;

// What nobody is shown and did not fail for long begins anew with these failures.
const isForgotten = `(issue.status in ('counting', 'resolved') and issue.last_seen_at < r.first_at - ${forgottenAfterMs})`;

const keyOf = ({ subject_id, cause, code }: Key): string => `${subject_id} ${cause} ${code}`;
const tallyKeyOf = ({ endpointId, cause, code }: Tallied): string => `${endpointId} ${cause} ${code}`;

const rowsAt = async (store: Store, reader: Reader, endpointIds: readonly string[]): Promise<KeptRow[]> =>
  reader.all<KeptRow>(
    `select i.id, i.subject_id, i.cause, i.code, i.status, i.episode_count, i.sample
     from issue i join ${store.rowsOf({ subject_id: 'text' }, 'r')} on r.subject_id = i.subject_id
     where i.kind = 'delivery'`,
    JSON.stringify([...new Set(endpointIds)].map((id) => ({ subject_id: id }))),
  );

const viewCounted = (row: KeptRow): CountedIssue => ({
  id: row.id,
  subjectId: row.subject_id,
  cause: row.cause,
  status: row.status,
  episodeCount: Number(row.episode_count),
});

/** A new row for each cause that was not seen before; whoever is second at it finds that of the first. */
export const claimRows = async (
  tx: Tx,
  rows: readonly (Place & Pick<Tallied, 'endpointId' | 'cause' | 'code' | 'firstAt'>)[],
  now: number,
): Promise<void> =>
  tx.insertRows(
    'issue',
    newRowColumns,
    rows.map(({ environment, consumerId, endpointId, cause, code, firstAt }) => ({
      id: newId('iss', now),
      environment,
      consumer_id: consumerId,
      subject_id: endpointId,
      cause,
      code,
      since_at: firstAt,
      first_seen_at: firstAt,
      last_seen_at: firstAt,
      changed_at: now,
    })),
    {
      constants: {
        kind: `'delivery'`,
        status: `'counting'`,
        count: '0',
        episode_count: '0',
        sample: `'[]'`,
        history: `'[]'`,
      },
      onConflict: '(kind, environment, subject_id, cause, code) do nothing',
    },
  );

const merged = (tallied: Tallied, { sample }: KeptRow): string => {
  const kept: Tallied['sample'] = JSON.parse(sample);
  const seen = new Set(tallied.sample.map(({ deliveryId }) => deliveryId));
  const others = kept.filter(({ deliveryId }) => !seen.has(deliveryId));
  return JSON.stringify([...tallied.sample, ...others].slice(0, sampleMax));
};

/**
 * Adds failures to their rows, which are made where they are missing; a row for each cause and one for each hour, however
 * many failures there were. Hand them in in the order of their keys: two processes then never wait in a ring. Answers all rows of these
 * endpoints as they are afterwards.
 */
export const addFailures = async (
  store: Store,
  tallied: readonly (Tallied & Place)[],
  now: number,
): Promise<CountedIssue[]> =>
  store.transaction('relaxed', async (tx) => {
    await claimRows(tx, tallied, now);
    const rows = await rowsAt(
      store,
      tx,
      tallied.map(({ endpointId }) => endpointId),
    );
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    const known = tallied.flatMap((one) => {
      const row = byKey.get(tallyKeyOf(one));
      return row ? [{ one, row }] : [];
    });
    const counts = known.map(({ one, row }) => ({
      id: row.id,
      count: one.count,
      first_at: one.firstAt,
      last_at: one.lastAt,
      last_error: one.lastError,
      sample: merged(one, row),
      now,
    }));
    await tx.updateRows('issue', countColumns, counts, {
      set: `count = issue.count + r.count,
        since_at = case when ${isForgotten} or issue.episode_count = 0 then r.first_at else issue.since_at end,
        episode_count = case when ${isForgotten} then 0 else issue.episode_count end + r.count,
        last_error = r.last_error, sample = r.sample, changed_at = r.now,
        last_seen_at = case when issue.last_seen_at > r.last_at then issue.last_seen_at else r.last_at end`,
      where: 'issue.id = r.id',
    });
    const hours = known.flatMap(({ one, row }) =>
      [...one.hours].map(([hour, count]) => ({ issue_id: row.id, hour, count })),
    );
    await tx.insertRows('issue_hour', { issue_id: 'text', hour: 'bigint', count: 'bigint' }, hours, {
      onConflict: '(issue_id, hour) do update set count = issue_hour.count + excluded.count',
    });
    const after = await rowsAt(
      store,
      tx,
      tallied.map(({ endpointId }) => endpointId),
    );
    return after.map((row) => viewCounted(row));
  });

/** Failures of an issue by hour, those that there are since a time in milliseconds. */
export const hoursOf = async (reader: Reader, id: string, since: number): Promise<Map<number, number>> => {
  const rows = await reader.all<{ hour: string | number; count: string | number }>(
    'select hour, count from issue_hour where issue_id = ? and hour >= ?',
    id,
    since,
  );
  return new Map(rows.map(({ hour, count }) => [Number(hour), Number(count)]));
};

const lookedAtMax = 2000;

/** Issues that changed: a count that went on is a change. */
export const lookAtIssues: Look = async (reader, sinceMs) =>
  reader.all(
    `select id || ' ' || changed_at || ' ' || status as mark, id, consumer_id, environment from issue
     where changed_at >= ? and status <> 'counting' order by changed_at desc limit ${lookedAtMax}`,
    sinceMs,
  );

/** So many of each are found at once; the next round of the chore finds more. */
const roundMax = 500;

const environments = `('live', 'test')`;

/** Muted issues whose time is over. */
export const findUnmuted = async (reader: Reader, now: number): Promise<{ id: string }[]> =>
  reader.all(
    `select id from issue where environment in ${environments} and status = 'muted' and muted_until <= ?
     limit ${roundMax}`,
    now,
  );

/** Issues that look as if they were over; whether they are is decided when they are held. */
export const findOver = async (reader: Reader, quietSince: number): Promise<{ id: string }[]> =>
  reader.all(
    `select i.id from issue i left join endpoint e on e.id = i.subject_id
     where i.environment in ${environments} and i.status in ('open', 'acknowledged') and i.kind = 'delivery' and (
       e.id is null or e.removed_at is not null or e.disabled_reason = 'manual'
       or (e.disabled_reason is null and i.cause = 'disabled')
       or (e.disabled_reason is null and e.last_success_at > i.last_seen_at and i.last_seen_at <= ?))
     limit ${roundMax}`,
    quietSince,
  );

/** Endpoints with failures that were counted lately and are no issue yet: a process may have ended in between. */
export const findCounted = async (reader: Reader, since: number): Promise<{ subject_id: string }[]> =>
  reader.all(
    `select subject_id from issue where changed_at >= ? and status in ('counting', 'resolved')
       and kind = 'delivery' and episode_count > 0 limit ${roundMax}`,
    since,
  );

/** Rows of these endpoints. */
export const countedAt = async (store: Store, endpointIds: readonly string[]): Promise<CountedIssue[]> =>
  (await rowsAt(store, store, endpointIds)).map((row) => viewCounted(row));

/** Endpoints that fail, of whose latest failure no issue knows: it was counted by a process that ended, or before there were any. */
export const findUncounted = async (
  reader: Reader,
  before: number,
): Promise<{ id: string; last_failure_at: string | number; seen: string | number | null }[]> =>
  reader.all(
    `select e.id, e.last_failure_at, (select max(i.last_seen_at) from issue i
       where i.subject_id = e.id and i.kind = 'delivery' and i.cause <> 'disabled') as seen
     from endpoint e where e.removed_at is null and e.failure_streak >= 3 and e.last_failure_at < ?
       and coalesce(e.disabled_reason, '') <> 'manual' and not exists (
         select 1 from issue i where i.subject_id = e.id and i.kind = 'delivery' and i.cause <> 'disabled'
           and i.last_seen_at >= e.last_failure_at)
     order by e.id limit 100`,
    before,
  );

/** Endpoints that Parley disabled, of which no issue tells. */
export const findDisabled = async (reader: Reader): Promise<{ id: string }[]> =>
  reader.all(
    `select e.id from endpoint e where e.removed_at is null and e.environment in ${environments}
       and e.disabled_reason in ('gone', 'failing') and not exists (
         select 1 from issue i where i.subject_id = e.id and i.kind = 'delivery' and i.cause = 'disabled'
           and (i.status not in ('counting', 'resolved') or i.resolved_at >= coalesce(e.last_failure_at, 1)))
     limit ${roundMax}`,
  );

/** Removes what is over and older than is kept, a bounded number of rows; times in milliseconds. */
export const removeOld = async (
  store: Store,
  {
    resolvedBefore,
    countingBefore,
    hoursBefore,
  }: Record<'resolvedBefore' | 'countingBefore' | 'hoursBefore', number>,
): Promise<void> =>
  store.transaction('relaxed', async (tx) => {
    const gone = await tx.all<{ id: string }>(
      `select id from issue where (status = 'resolved' and changed_at < ?) or (status = 'counting' and changed_at < ?)
       limit ${roundMax}`,
      resolvedBefore,
      countingBefore,
    );
    for (const { id } of gone) {
      await tx.all('delete from issue_hour where issue_id = ?', id);
      // Only as it was found: a failure may have come in between.
      await tx.all(
        `delete from issue where id = ? and status in ('resolved', 'counting') and changed_at < ?`,
        id,
        countingBefore,
      );
    }
    await tx.all(
      `delete from issue_hour where hour < ? and issue_id in (select issue_id from issue_hour where hour < ? limit ${roundMax})`,
      hoursBefore,
      hoursBefore,
    );
  });
