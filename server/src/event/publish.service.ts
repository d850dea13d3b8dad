import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
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
/** From this many in a group on, the next one waits a moment to grow: each commit waits for the disk once. */
const busyGroup = 8;
const gatherMs = 2;

/**
 * Publishes events with group commit: whatever arrives while a commit runs joins the next one, and each caller is
 * answered after the commit of its own group is on disk. Event, deliveries and Idempotency-Key are one transaction.
 */
export class Publisher {
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #handOff: HandOff | null;
  #queue: Waiting[] = [];
  #isRunning = false;
  #isBusy = false;

  /** Without a `handOff` a worker elsewhere finds the deliveries in the database. */
  constructor(parts: Parts, catalog: Catalog, handOff: HandOff | null) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#handOff = handOff;
  }

  /** Resolves once the event and its deliveries are durable; rejects with a Problem when nothing was stored. */
  async publish(publication: Publication): Promise<EventPublished> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ publication, resolve, reject });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    while (this.#queue.length > 0) {
      // A turn of the event loop lets everything that has arrived join: SQLite answers at once, so without it each
      // request would be committed alone before the next is read from its socket.
      await (this.#isBusy ? sleep(gatherMs) : nextTurn());
      const waiting = this.#queue;
      this.#queue = waiting.splice(groupMax);
      this.#isBusy = waiting.length >= busyGroup;
      await this.#commitOrSplit(waiting);
    }
    this.#isRunning = false;
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
    for (const [index, one] of waiting.entries()) {
      const decision = group.decisions[index];
      if (decision && 'published' in decision) one.resolve(decision.published);
      else one.reject(decision?.refusal);
    }
  }
}
