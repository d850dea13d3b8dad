import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import { lowestIdAt } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { removeDeliveriesOf } from '../delivery/expiry.service.ts';
import { removeEvents } from '../event/expiry.service.ts';
import { Partitions } from './partitions.service.ts';

const batchSize = 200;
const batchesMax = 50;
/** Between two batches others write. */
const breatherMs = 20;

// By id and no other way: through the index by environment all that is old would be sorted first, each time.
const nextEvents = async (parts: Parts, environment: Environment, before: string, after: string) =>
  parts.store.all<{ id: string }>(
    `select e.id from event e where e.id > ? and e.id < ? and e.environment || '' = ? and not exists (
       select 1 from delivery d where d.event_id = e.id and d.completed_at is null)
     order by e.id limit ?`,
    after,
    before,
    environment,
    batchSize,
  );

const removeAll = async ({ store }: Parts, ids: readonly { id: string }[]): Promise<void> => {
  const events = JSON.stringify(ids);
  await store.transaction('relaxed', async (tx) => {
    await removeDeliveriesOf(store, tx, events);
    await removeEvents(store, tx, events);
  });
};

const roundsToRestart = 60;

/**
 * Removes events older than the retention of their environment, with their deliveries and attempts, a bounded number in
 * small transactions each round. An event with a delivery that is not over yet stays, however old. On PostgreSQL whole
 * partitions are dropped first, and what is left of a time when its partition should have gone is removed row by row; the
 * environment that keeps longest so keeps for up to one partition longer.
 */
export class Retention {
  readonly #parts: Parts;
  readonly #partitions: Partitions | null;
  /** What was passed over, by environment; looked at again after an hour, when it may be over. */
  readonly #reached = new Map<Environment, string>();
  #rounds = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#partitions = parts.store.dialect === 'postgresql' ? new Partitions(parts) : null;
  }

  /** Makes ready for what is to come. What could not be made now is tried again with the next round. */
  async start(): Promise<void> {
    await this.#partitions
      ?.ensure()
      .catch((error: unknown) =>
        this.#parts.log.warn({ err: error }, 'could not make partitions, trying again'),
      );
  }

  async stop(): Promise<void> {}

  /** One round; answers how many events it removed by themselves. */
  async run(): Promise<number> {
    await this.#partitions?.ensure();
    await this.#partitions?.dropExpired();
    this.#rounds += 1;
    if (this.#rounds % roundsToRestart === 0) this.#reached.clear();
    let removed = 0;
    for (const [environment, days] of this.#parts.retentionDays) {
      const patience = this.#isDropped(days) ? 1 + (this.#partitions?.days ?? 0) : 0;
      const since = this.#parts.now().getTime() - (days + patience) * dayMs;
      removed += await this.#removeOlderThan(environment, since);
    }
    return removed;
  }

  // Whether events of this retention go with their partitions.
  #isDropped(days: number): boolean {
    const { retentionDays } = this.#parts;
    return (
      this.#partitions !== null && retentionDays.size > 1 && days === Math.max(...retentionDays.values())
    );
  }

  async #removeOlderThan(environment: Environment, time: number): Promise<number> {
    const before = lowestIdAt('evt', new Date(time).toISOString());
    let removed = 0;
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const events = await nextEvents(this.#parts, environment, before, this.#reached.get(environment) ?? '');
      const last = events.at(-1);
      if (!last) break;
      await removeAll(this.#parts, events);
      removed += events.length;
      this.#reached.set(environment, last.id);
      await sleep(breatherMs);
    }
    return removed;
  }
}
