import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { EventPublished } from '@parley/shared/webhooks/event';
import type { Catalog } from '../catalog/catalog.service.ts';
import { stopFilter } from '../endpoint/filter-stop.service.ts';
import { busy, Payload, type PayloadChecks, type Verdict } from '../payload/payload-checks.service.ts';
import type { HandOff } from './hand-off.ts';
import { publishOperational } from './operational.service.ts';
import { type MissingCheck, prepare, type Prepared } from './preparation.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { isRowRefused, isTaken, storageProblemOf } from '../../platform/database/storage-problem.ts';
import type { Publication } from './publication.ts';
import { PublishGroup } from './publish-group.service.ts';

export type { HandOff } from './hand-off.ts';
export { assertAllowed } from './targets.ts';
export { type Publication, testEventType } from './publication.ts';

interface Waiting {
  publication: Publication;
  /** Of checks that were made on threads, by the text of the schema. */
  verdicts: ReadonlyMap<string, Verdict>;
  /** How often it went to the threads: once, unless the catalogue changes meanwhile. */
  rounds: number;
  isAnswered: boolean;
  resolve: (published: EventPublished) => void;
  reject: (error: unknown) => void;
}

interface Ready {
  waiting: Waiting;
  prepared: Prepared;
}

const noVerdicts: ReadonlyMap<string, Verdict> = new Map();

const groupMax = 256;
/** While one group waits for the disk, the next is written. */
const groupsUnderWay = 2;
/** A database that neither answers nor refuses is not waited for longer than this. */
const patienceMs = 12_000;
/** How often a group is planned in all when what it publishes was taken in the meantime. */
const takenMax = 4;
/** In one go on the event loop, before others have a turn. */
const sliceMs = 10;
/** Publications between two looks at the clock; each takes two milliseconds at most. */
const lookEvery = 8;
const roundsMax = 3;
/** How long a publisher waits for a check of its type, and for the filters of others, which then count as fitting. */
const checkPatienceMs = 8000;
const filterPatienceMs = 2000;
const lookUps = 4;
const lookUpMs = 400;

/**
 * Publishes events with group commit: whatever arrives while a commit runs joins the next one, and each caller is
 * answered after the commit of its own group is on disk. Event, deliveries and Idempotency-Key are one transaction.
 */
export class Publisher {
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #checks: PayloadChecks;
  readonly #handOff: HandOff | null;
  readonly #wake: () => void;
  #queue: Waiting[] = [];
  #underWay = 0;

  /** Without a `handOff` a worker elsewhere finds the deliveries in the database; `wake` tells it. */
  constructor(
    parts: Parts,
    catalog: Catalog,
    checks: PayloadChecks,
    { handOff, wake }: { handOff: HandOff | null; wake: () => void },
  ) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#checks = checks;
    this.#handOff = handOff;
    this.#wake = wake;
  }

  /** Resolves once the event and its deliveries are durable; rejects with a Problem when nothing was stored. */
  async publish(publication: Publication): Promise<EventPublished> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        waiting.isAnswered = true;
        reject(new Problem('storage.outcome_unknown'));
      }, patienceMs);
      const waiting: Waiting = {
        publication,
        verdicts: noVerdicts,
        rounds: 0,
        isAnswered: false,
        resolve: (published) => {
          clearTimeout(patience);
          resolve(published);
        },
        reject: (error) => {
          clearTimeout(patience);
          reject(error);
        },
      };
      this.#enqueue(waiting);
    });
  }

  #enqueue(waiting: Waiting): void {
    this.#queue.push(waiting);
    if (this.#underWay < groupsUnderWay) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#underWay += 1;
    while (this.#queue.length > 0) {
      // A turn of the event loop lets everything that has arrived join.
      await nextTurn();
      const waiting = this.#queue;
      this.#queue = waiting.splice(groupMax);
      const ready = await this.#prepareAll(waiting);
      if (ready.length > 0) await this.#commitOrSplit(ready);
    }
    this.#underWay -= 1;
  }

  /** Checks and addresses those that can be in no time; the others go to the threads and come back to the queue. */
  async #prepareAll(waiting: readonly Waiting[]): Promise<Ready[]> {
    const ready: Ready[] = [];
    try {
      // Read before and not inside: whatever was committed before these requests came is in it, at one trip less.
      const catalog = await this.#catalog.current(this.#parts.store);
      let sliceEnd = performance.now() + sliceMs;
      let untilLook = lookEvery;
      for (const one of waiting) {
        const prepared = prepare(one.publication, catalog, this.#checks, one.verdicts);
        if ('missing' in prepared) void this.#checkElsewhere(one, prepared.missing);
        else ready.push({ waiting: one, prepared });
        // The clock is dear, and most publications take a few microseconds.
        untilLook -= 'missing' in prepared ? lookEvery : 1;
        if (untilLook > 0) continue;
        untilLook = lookEvery;
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        sliceEnd = performance.now() + sliceMs;
      }
      return ready;
    } catch (error) {
      for (const one of waiting) one.reject(error);
      return [];
    }
  }

  async #checkElsewhere(one: Waiting, missing: readonly MissingCheck[]): Promise<void> {
    const payload = new Payload(one.publication.data);
    const checks = [...new Map(missing.map((check) => [check.schema, check])).values()];
    try {
      if (one.rounds >= roundsMax) throw busy();
      one.rounds += 1;
      const verdicts = new Map(one.verdicts);
      await Promise.all(
        checks.map(async ({ schema, owner, endpointId }) => {
          const verdict = this.#checks.checkOnThread(schema, payload, owner);
          if (endpointId !== null) this.#stopWhenOver({ id: endpointId, filter: schema }, verdict);
          const patience = endpointId === null ? checkPatienceMs : filterPatienceMs;
          verdicts.set(schema, await within(patience, verdict));
        }),
      );
      one.verdicts = verdicts;
      if (!one.isAnswered) this.#enqueue(one);
    } catch (error) {
      one.reject(error);
    }
  }

  /**
   * A filter that is over its limits is not asked again; its owner is told. No publisher waits for that. One that is cheap
   * by itself stays: the payload was to blame, which somebody else sent.
   */
  #stopWhenOver(one: { id: string; filter: string }, verdict: Promise<Verdict>): void {
    verdict
      .then(async ({ kind }) =>
        kind === 'over' && !this.#checks.isLocal(one.filter) ? this.#stopFilter(one) : undefined,
      )
      .catch((error: unknown) => {
        this.#parts.log.warn({ err: error, endpointId: one.id }, 'could not set a filter aside');
      });
  }

  async #stopFilter(one: { id: string; filter: string }): Promise<void> {
    const stopped = await stopFilter(this.#parts, one);
    if (!stopped) return;
    const { environment, consumerId, ...data } = stopped;
    await publishOperational(this, {
      type: 'parley.endpoint_filter_stopped',
      data,
      subject: stopped.endpointId,
      environment,
      consumerId,
      requestId: null,
      now: this.#parts.now(),
    });
  }

  // A row that the database refuses must fail alone and not take its group with it. Anything else fails together: what
  // may have been stored must not be stored again.
  async #commitOrSplit(ready: readonly Ready[]): Promise<void> {
    try {
      await this.#commitUnlessTaken(ready);
    } catch (error) {
      if (ready.length > 1 && isRowRefused(error)) for (const one of ready) await this.#commitOrSplit([one]);
      else for (const { waiting } of ready) waiting.reject(error);
    }
  }

  // Another process published under the same id or Idempotency-Key at the same moment, and its commit came first: planned
  // again, the group finds what that process stored.
  async #commitUnlessTaken(ready: readonly Ready[]): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#commit(ready);
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

  async #commit(ready: readonly Ready[]): Promise<void> {
    const group = new PublishGroup(this.#parts, this.#handOff);
    try {
      const prepared = ready.map((one) => one.prepared);
      await this.#parts.store.transaction('synced', (tx) => group.plan(tx, prepared));
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
    for (const [index, { waiting }] of ready.entries()) {
      const decision = group.decisions[index];
      if (decision && 'published' in decision) waiting.resolve(decision.published);
      else waiting.reject(decision?.refusal);
    }
  }
}

const within = async (ms: number, verdict: Promise<Verdict>): Promise<Verdict> => {
  const over = Promise.withResolvers<Verdict>();
  const timer = setTimeout(() => over.resolve({ kind: 'busy' }), ms);
  return Promise.race([verdict, over.promise]).finally(() => clearTimeout(timer));
};

/** After the rows were sent, a lost connection does not tell whether they were committed. */
const unknownOutcome = (error: unknown): unknown =>
  storageProblemOf(error)?.code === 'storage.unavailable'
    ? new Problem('storage.outcome_unknown', { retryAfterSeconds: 1 })
    : error;
