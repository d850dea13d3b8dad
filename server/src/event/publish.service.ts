import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventPublished } from '@parley/shared/event';
import type { Catalog } from '../catalog/catalog.service.ts';
import type { HandOff } from '../delivery/hand-off.service.ts';
import type { Parts } from '../lib/parts.ts';
import type { Publication } from './publication.ts';
import { PublishGroup } from './publish-group.service.ts';

interface Waiting {
  publication: Publication;
  resolve: (published: EventPublished) => void;
  reject: (error: unknown) => void;
}

const groupMax = 256;
/** While one group waits for the disk, the next is written. */
const groupsUnderWay = 2;

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
      this.#queue.push({ publication, resolve, reject });
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

  // A row that the database refuses must fail alone and not take its group with it.
  async #commitOrSplit(waiting: Waiting[]): Promise<void> {
    try {
      await this.#commit(waiting);
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const one of waiting) await this.#commitOrSplit([one]);
    }
  }

  async #commit(waiting: Waiting[]): Promise<void> {
    const group = new PublishGroup(this.#parts, this.#handOff);
    try {
      // Read before and not inside: whatever was committed before these requests came is in it, at one trip less.
      const catalog = await this.#catalog.current(this.#parts.store);
      const publications = waiting.map((one) => one.publication);
      await this.#parts.store.transaction('synced', (tx) => group.plan(tx, catalog, publications));
    } catch (error) {
      group.release();
      throw error;
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
