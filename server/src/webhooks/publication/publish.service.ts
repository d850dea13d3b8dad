import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { EventPublished } from '@parley/shared/webhooks/event';
import type { Catalog } from '../catalog/catalog.service.ts';
import type { HandOff } from './hand-off.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { isRowRefused, isTaken, storageProblemOf } from '../../platform/database/storage-problem.ts';
import type { Publication } from './publication.ts';
import { PublishGroup } from './publish-group.service.ts';

export type { HandOff } from './hand-off.ts';
export { type Publication, testEventType } from './publication.ts';

interface Waiting {
  publication: Publication;
  resolve: (published: EventPublished) => void;
  reject: (error: unknown) => void;
}

const groupMax = 256;
/** While one group waits for the disk, the next is written. */
const groupsUnderWay = 2;
/** A database that neither answers nor refuses is not waited for longer than this. */
const patienceMs = 12_000;
/** How often a group is planned in all when what it publishes was taken in the meantime. */
const takenMax = 4;
const lookUps = 4;
const lookUpMs = 400;

/**
 * Publishes events with group commit: whatever arrives while a commit runs joins the next one, and each caller is
 * answered after the commit of its own group is on disk. Event, deliveries and Idempotency-Key are one transaction.
 */
export class Publisher {
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #handOff: HandOff | null;
  readonly #wake: () => void;
  #queue: Waiting[] = [];
  #underWay = 0;

  /** Without a `handOff` a worker elsewhere finds the deliveries in the database; `wake` tells it. */
  constructor(parts: Parts, catalog: Catalog, handOff: HandOff | null, wake: () => void) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#handOff = handOff;
    this.#wake = wake;
  }

  /** Resolves once the event and its deliveries are durable; rejects with a Problem when nothing was stored. */
  async publish(publication: Publication): Promise<EventPublished> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new Problem('storage.outcome_unknown')), patienceMs);
      this.#queue.push({
        publication,
        resolve: (published) => {
          clearTimeout(patience);
          resolve(published);
        },
        reject: (error) => {
          clearTimeout(patience);
          reject(error);
        },
      });
      if (this.#underWay < groupsUnderWay) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#underWay += 1;
    while (this.#queue.length > 0) {
      // A turn of the event loop lets everything that has arrived join.
      await nextTurn();
      const waiting = this.#queue;
      this.#queue = waiting.splice(groupMax);
      if (waiting.length > 0) await this.#commitOrSplit(waiting);
    }
    this.#underWay -= 1;
  }

  // A row that the database refuses must fail alone and not take its group with it. Anything else fails together: what
  // may have been stored must not be stored again.
  async #commitOrSplit(waiting: Waiting[]): Promise<void> {
    try {
      await this.#commitUnlessTaken(waiting);
    } catch (error) {
      if (waiting.length > 1 && isRowRefused(error))
        for (const one of waiting) await this.#commitOrSplit([one]);
      else for (const one of waiting) one.reject(error);
    }
  }

  // Another process published under the same id or Idempotency-Key at the same moment, and its commit came first: planned
  // again, the group finds what that process stored.
  async #commitUnlessTaken(waiting: Waiting[]): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#commit(waiting);
      } catch (error) {
        if (tries === takenMax || !isTaken(error)) throw error;
      }
  }

  /**
   * Whether a group was stored although its commit failed: the connection may be lost after the database took it. Asks
   * for one event of the group, all of which are one transaction.
   */
  async #wasStored(group: PublishGroup, error: unknown): Promise<boolean> {
    const { eventId } = group;
    if (eventId === undefined || this.#parts.store.dialect === 'sqlite' || isRowRefused(error)) return false;
    for (let tries = 0; tries < lookUps; tries += 1) {
      await sleep(lookUpMs);
      const rows = await this.#parts.store.all('select id from event where id = ?', eventId).catch(() => []);
      if (rows.length > 0) return true;
    }
    return false;
  }

  async #commit(waiting: Waiting[]): Promise<void> {
    const group = new PublishGroup(this.#parts, this.#handOff);
    try {
      // Read before and not inside: whatever was committed before these requests came is in it, at one trip less.
      const catalog = await this.#catalog.current(this.#parts.store);
      const publications = waiting.map((one) => one.publication);
      await this.#parts.store.transaction('synced', (tx) => group.plan(tx, catalog, publications));
    } catch (error) {
      if (!(await this.#wasStored(group, error))) {
        group.release();
        const mayBeStored = group.eventId !== undefined && this.#parts.store.dialect === 'postgresql';
        if (mayBeStored && !isRowRefused(error)) group.disown();
        throw mayBeStored ? unknownOutcome(error) : error;
      }
    }
    group.handOver();
    if (group.isWaiting) this.#wake();
    for (const [index, one] of waiting.entries()) {
      const decision = group.decisions[index];
      if (decision && 'published' in decision) one.resolve(decision.published);
      else one.reject(decision?.refusal);
    }
  }
}

/** After the rows were sent, a lost connection does not tell whether they were committed. */
const unknownOutcome = (error: unknown): unknown =>
  storageProblemOf(error)?.code === 'storage.unavailable'
    ? new Problem('storage.outcome_unknown', { retryAfterSeconds: 1 })
    : error;
