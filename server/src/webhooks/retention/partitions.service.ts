import { dayMs } from '@parley/shared/words/time';
import { lowestIdAt, timeOfId } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Reader } from '../../platform/database/store.ts';
import { removeOverDeliveries } from '../delivery/expiry.service.ts';
import { removeKeysOfPartition } from '../event/expiry.service.ts';

/** The partitioned tables, with the prefix of their ids: an id tells its time, so the primary key is the partition key. */
const partitioned = [
  { table: 'event', prefix: 'evt' },
  { table: 'attempt', prefix: 'att' },
] as const;
type Partitioned = (typeof partitioned)[number];

interface Partition {
  name: string;
  /** The lowest id that it can hold, and the lowest that it cannot. */
  from: string;
  to: string;
}

/** What is kept for ever is cut into quarters of a year; else a partition spans a twelfth of the time that rows are kept. */
const widestDays = 90;
const partitionsPerRetention = 12;
const batchSize = 2000;
const batchesMax = 100;
/** Any number; the same in every Parley, so that one process at a time changes partitions. */
const partitionLock = 4_100_411;

const dayOf = (ms: number): number => Math.floor(ms / dayMs) * dayMs;

const partitionsOf = async (reader: Reader, { table }: Partitioned): Promise<Partition[]> => {
  const rows = await reader.all<{ name: string; bound: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass(?)`,
    table,
  );
  return rows
    .flatMap(({ name, bound }) => {
      const [, from, to] = /FROM \('(\w+)'\) TO \('(\w+)'\)/.exec(bound) ?? [];
      return from === undefined || to === undefined ? [] : [{ name, from, to }];
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
};

/**
 * Keeps `event` and `attempt` partitioned by time on PostgreSQL, so that removing what is out of retention is dropping
 * tables. Rows for which there is no partition go to the default one, `event_rest` and `attempt_rest`; no row is ever
 * moved. Deliveries are not partitioned: they are the queue, and are looked for by endpoint.
 */
export class Partitions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Days that one partition spans. */
  get days(): number {
    const longest = this.#longestRetention();
    if (longest === null) return widestDays;
    return Math.min(widestDays, Math.max(1, Math.ceil(longest / partitionsPerRetention)));
  }

  /** Makes the partitions of now and of the time to come. Another process that is at it is left to it. */
  async ensure(): Promise<void> {
    const now = this.#parts.now().getTime();
    for (const one of partitioned)
      await this.#alone(async (tx) => {
        let from = await this.#startOfNext(tx, one, now);
        for (; from < now + (this.days * dayMs) / 2; from += this.days * dayMs) {
          const to = from + this.days * dayMs;
          const name = `${one.table}_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
          await tx.all(
            `create table "${name}" partition of "${one.table}"
             for values from ('${boundAt(one, from)}') to ('${boundAt(one, to)}')`,
          );
        }
      });
  }

  /**
   * Drops what is out of every environment's retention, the oldest first, a bounded amount; answers how many partitions
   * went. One with an undone delivery stays.
   */
  async dropExpired(): Promise<number> {
    const longest = this.#longestRetention();
    if (longest === null) return 0;
    const { store } = this.#parts;
    const cutoff = this.#parts.now().getTime() - longest * dayMs;
    let dropped = 0;
    const [events, attempts] = partitioned;
    for (const partition of await partitionsOf(store, events)) {
      if (partition.to > boundAt(events, cutoff)) break;
      if (!(await this.#removeWhatPointsInto(partition))) continue;
      if (await this.#drop(partition)) dropped += 1;
    }
    for (const partition of await partitionsOf(store, attempts)) {
      if (partition.to > boundAt(attempts, cutoff)) break;
      const eventsBefore = boundAt(events, timeOfId(partition.to));
      const left = await store.all('select id from event where id < ? limit 1', eventsBefore);
      if (left.length > 0) break;
      if (await this.#drop(partition)) dropped += 1;
    }
    return dropped;
  }

  /** The longest retention, in days, or `null` when an environment keeps its events for ever. */
  #longestRetention(): number | null {
    const { retentionDays } = this.#parts;
    return retentionDays.has('live') && retentionDays.has('test')
      ? Math.max(...retentionDays.values())
      : null;
  }

  // After the newest partition, and after the newest row of the default one: no row has to be moved.
  async #startOfNext(tx: Reader, one: Partitioned, now: number): Promise<number> {
    const newest = (await partitionsOf(tx, one)).at(-1);
    const [rest] = await tx.all<{ id: string | null }>(`select max(id) as id from "${one.table}_rest"`);
    return Math.max(
      dayOf(now),
      newest ? timeOfId(newest.to) : 0,
      rest?.id ? dayOf(timeOfId(rest.id)) + dayMs : 0,
    );
  }

  /** Whether nothing is left; deliveries that are not over keep their events. */
  async #removeWhatPointsInto({ name, from, to }: Partition): Promise<boolean> {
    const { store } = this.#parts;
    for (let batch = 0; batch < batchesMax; batch += 1)
      if ((await removeOverDeliveries(store, { from, to, limit: batchSize })) < batchSize) break;
    const left = await store.all(
      'select id from delivery where event_id >= ? and event_id < ? limit 1',
      from,
      to,
    );
    if (left.length > 0) return false;
    for (let batch = 0; batch < batchesMax; batch += 1)
      if ((await removeKeysOfPartition(store, name, batchSize)) < batchSize) return true;
    return false;
  }

  async #drop({ name }: Partition): Promise<boolean> {
    const isDropped = await this.#alone(async (tx) => {
      await tx.all(`drop table if exists "${name}"`);
    });
    if (isDropped) this.#parts.log.info({ partition: name }, 'dropped a partition that is out of retention');
    return isDropped;
  }

  // Waiting for a long query would make everybody else wait behind us; there is another round in a minute.
  async #alone(work: (tx: Reader) => Promise<void>): Promise<boolean> {
    return this.#parts.store.transaction('synced', async (tx) => {
      const [lock] = await tx.all<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock(?) as mine',
        partitionLock,
      );
      if (!lock?.mine) return false;
      await tx.all(`set local lock_timeout = '2s'`);
      await work(tx);
      return true;
    });
  }
}

const boundAt = ({ prefix }: Partitioned, ms: number): string =>
  lowestIdAt(prefix, new Date(ms).toISOString());
