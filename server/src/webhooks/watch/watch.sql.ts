import type { Environment } from '@parley/shared/words/environment';
import type { Reader } from '../../platform/database/store.ts';
import { lowestIdAt } from '../../platform/secret/id.ts';

/** One thing that changed, and whose it is. */
export interface ChangedRow {
  /** Names this change: seen twice, it is the same one. */
  mark: string;
  /** Id of the row, as lists show it. */
  id: string;
  /** `null`: of the company, for staff. */
  consumer_id: string | null;
  environment: Environment;
}

/** So many rows are read at most. A look that finds as many may have missed some. */
export const rowsMax = 2000;

/** What changed at or after a time, in milliseconds; each time by the end of an index that sorts by time. */
export type Look = (reader: Reader, sinceMs: number) => Promise<ChangedRow[]>;

const lowest = (prefix: string, sinceMs: number): string =>
  lowestIdAt(prefix, new Date(sinceMs).toISOString());

const lookAtEvents: Look = async (reader, sinceMs) =>
  reader.all<ChangedRow>(
    `select id as mark, coalesce(client_id, id) as id, publisher_id as consumer_id, environment
     from event where id >= ? order by event.id desc limit ${rowsMax}`,
    lowest('evt', sinceMs),
  );

/** An attempt has the time of its beginning and is recorded when it is over, a deadline of 20 s and a moment later. */
const attemptMs = 25_000;

/** New ones, and those that were tried: each attempt is a row of its own. */
const lookAtDeliveries: Look = async (reader, sinceMs) => {
  const [queued, tried] = await Promise.all([
    reader.all<ChangedRow>(
      `select id as mark, id, consumer_id, environment
       from delivery where id >= ? order by id desc limit ${rowsMax}`,
      lowest('dlv', sinceMs),
    ),
    reader.all<ChangedRow>(
      `select a.id as mark, d.id, d.consumer_id, d.environment
       from attempt a join delivery d on d.id = a.delivery_id
       where a.id >= ? order by a.id desc limit ${rowsMax}`,
      lowest('att', sinceMs - attemptMs),
    ),
  ]);
  return [...queued, ...tried];
};

/** Recoveries are made by people, and few are under way: a changed one is told by what it holds. */
const lookAtRecoveries: Look = async (reader, sinceMs) => {
  const rows = await reader.all<ChangedRow & { state: string }>(
    `select id, consumer_id, environment, status || ' ' || sent_count || ' ' || delivered_count || ' '
       || unanswered_count || ' ' || planned_count || ' ' || position as state
     from recovery where status in ('running', 'paused') or id >= ? or finished_at >= ?
     order by id desc limit ${rowsMax}`,
    lowest('rcv', sinceMs),
    sinceMs,
  );
  return rows.map(({ state, ...row }) => ({ ...row, mark: `${row.id} ${state}` }));
};

/** What can be watched of this wing. */
export const looks = {
  events: lookAtEvents,
  deliveries: lookAtDeliveries,
  recoveries: lookAtRecoveries,
} satisfies Record<string, Look>;
