import { releaseClaimsOf } from '../delivery/queue.service.ts';
import type { Store, Tx } from '../../platform/database/store.ts';

/** The letters that an id can end in: each is one slot. */
const allSlots = Array.from('0123456789abcdefghjkmnpqrstvwxyz');

/** How long a process keeps its slots after it was last heard of. */
const holdMs = 10_000;
/** From here on the hold may have run out elsewhere. */
const trustMs = 8000;

const slotOf = (endpointId: string): string => endpointId.at(-1) ?? '';

/**
 * Which endpoints this worker process sends to. Endpoints are dealt out by the last letter of their id, each letter to one
 * process at a time, so that rates, concurrency and circuits hold across processes without asking the database for each
 * delivery. Processes that share a database deal again when one comes or goes; a dead one loses its letters within ten
 * seconds. On SQLite there is one process, which has them all.
 */
export class Slots {
  readonly #store: Store;
  readonly #owner: string;
  #held = new Set<string>();
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store, owner: string) {
    this.#store = store;
    this.#owner = owner;
  }

  get #isAlone(): boolean {
    return this.#store.dialect === 'sqlite';
  }

  /** Whether this process sends to the endpoint now. */
  has(endpointId: string): boolean {
    return this.#isAlone || (this.#isFresh() && this.#held.has(slotOf(endpointId)));
  }

  /** The letters to claim for; `null` for all. */
  get letters(): string[] | null {
    if (this.#isAlone) return null;
    return this.#isFresh() ? [...this.#held] : [];
  }

  /** Says that this process lives, takes its share of the slots and lets go of what is too many. */
  async renew(): Promise<void> {
    if (this.#isAlone) return;
    const startedAt = performance.now();
    const held = await this.#store.transaction('relaxed', async (tx) => {
      const now = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;
      await tx.all(
        `insert into worker_process (id, alive_until) values (?, ${now} + ${holdMs})
         on conflict (id) do update set alive_until = excluded.alive_until`,
        this.#owner,
      );
      await tx.all(`delete from worker_process where alive_until < ${now}`);
      await tx.insertRows(
        'worker_slot',
        { id: 'text' },
        allSlots.map((id) => ({ id })),
        { constants: { held_until: '0' }, onConflict: '(id) do nothing' },
      );
      const [alive] = await tx.all<{ count: string }>('select count(*) as count from worker_process');
      const share = Math.ceil(allSlots.length / Math.max(1, Number(alive?.count)));
      const before = await tx.all<{ id: string }>(
        `update worker_slot set held_until = ${now} + ${holdMs} where owner = ? and held_until >= ${now} returning id`,
        this.#owner,
      );
      const surplus = before.slice(share).map(({ id }) => ({ id }));
      await tx.updateRows('worker_slot', { id: 'text' }, surplus, {
        set: 'owner = null, held_until = 0',
        where: 'worker_slot.id = r.id',
      });
      const wanted = Math.max(0, share - before.length);
      const free = await tx.all<{ id: string; owner: string | null }>(
        `select id, owner from worker_slot where owner is null or held_until < ${now} order by id limit ?
         for update skip locked`,
        wanted,
      );
      await this.#takeOver(tx, free, now);
      return [...before.slice(0, share), ...free].map(({ id }) => id);
    });
    this.#held = new Set(held);
    this.#renewedAt = startedAt;
  }

  /** Lets go of everything, for a process that stops. */
  async release(): Promise<void> {
    this.#held.clear();
    if (this.#isAlone) return;
    await this.#store.all('update worker_slot set owner = null, held_until = 0 where owner = ?', this.#owner);
    await this.#store.all('delete from worker_process where id = ?', this.#owner);
  }

  async #takeOver(tx: Tx, free: readonly { id: string; owner: string | null }[], now: string): Promise<void> {
    for (const { id } of free)
      await tx.all(
        `update worker_slot set owner = ?, held_until = ${now} + ${holdMs} where id = ?`,
        this.#owner,
        id,
      );
    // What a dead process had claimed is due at once, not when its claims run out.
    for (const owner of new Set(free.flatMap((slot) => slot.owner ?? [])))
      await releaseClaimsOf(tx, owner, now);
  }

  #isFresh(): boolean {
    return performance.now() - this.#renewedAt < trustMs;
  }
}
