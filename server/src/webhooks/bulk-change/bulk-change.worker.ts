import { ownerOf, type Caller, type Principal } from '../../platform/request/principal.ts';
import { everyone } from '../../platform/database/owner.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { updateEndpoint } from '../endpoint/endpoint.service.ts';
import { BulkChange } from './bulk-change.entity.ts';
import { endBulkChange } from './bulk-change.service.ts';
import { refusalOfPlanner } from './planner.service.ts';

const pollMs = 500;
/** Endpoints of one step: forty a second at most, so that people's own changes pass between them. */
const stepMax = 20;
/** A step takes a moment; a process that dies in it is followed by another after this. */
const claimMs = 30_000;
/** Steps that are begun and not taken, after which it is cancelled: each may have ended its process. */
const triesMax = 5;
const failuresKept = 100;

interface Outcome {
  changed: number;
  failures: { endpointId: string; reason: string }[];
}

/** Takes running bulk changes forward, some endpoints at a time, each in a transaction of its own. */
export class BulkChangeWorker {
  readonly #parts: Parts;
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: Parts, wake: () => void) {
    this.#parts = parts;
    this.#wake = wake;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#working = this.#work().finally(() => {
        if (!this.#isStopped) this.start();
      });
    }, pollMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      for (const id of await this.#claim()) await this.#step(id);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'could not take a bulk change forward, trying again');
    }
  }

  async #claim(): Promise<string[]> {
    const now = this.#parts.now().getTime();
    const { store, log } = this.#parts;
    const stuck = await store.all<{ id: string }>(
      `update bulk_change set status = 'cancelled', finished_at = ?, end_reason = ?
       where status = 'running' and next_step_at <= ? and tries >= ? returning id`,
      now,
      'It did not get on in five tries. The log says why.',
      now,
      triesMax,
    );
    for (const { id } of stuck)
      log.error({ bulkChangeId: id }, 'a bulk change did not get on in five tries and is cancelled');
    const rows = await store.all<{ id: string }>(
      `update bulk_change set next_step_at = ?, tries = tries + 1
       where status = 'running' and next_step_at <= ? returning id`,
      now + claimMs,
      now,
    );
    return rows.map(({ id }) => id);
  }

  async #step(id: string): Promise<void> {
    const em = this.#parts.openEm(everyone);
    const bulk = await em.findOneOrFail(BulkChange, { id });
    const refusal = await refusalOfPlanner(em, bulk, this.#parts.now());
    if (refusal !== null) {
      await endBulkChange(em, this.#parts, { id, reason: refusal });
      return;
    }
    const from = bulk.position ?? 0;
    const some = bulk.endpointIds.slice(from, from + stepMax);
    const outcome: Outcome = { changed: 0, failures: [] };
    for (const endpointId of some) await this.#change(bulk, endpointId, outcome);
    await this.#note(bulk, from, some.length, outcome);
  }

  // What is as it should be is left alone, so that a step that is taken twice changes nothing the second time.
  async #change(bulk: BulkChange, endpointId: string, outcome: Outcome): Promise<void> {
    const caller = callerOf(bulk);
    const em = this.#parts.openEm(ownerOf(caller.principal));
    const isDisabling = bulk.action === 'disable';
    try {
      const act = { parts: this.#parts, caller, wake: this.#wake };
      const before = this.#parts.now().getTime();
      const { updatedAt } = await updateEndpoint(em, act, { id: endpointId, disabled: isDisabling });
      if (Date.parse(updatedAt) >= before) outcome.changed += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      outcome.failures.push({ endpointId, reason: error.message });
    }
  }

  // Somebody may have cancelled it, or another process taken the same step: whoever comes first has taken it.
  async #note(bulk: BulkChange, from: number, count: number, { changed, failures }: Outcome): Promise<void> {
    const now = this.#parts.now().getTime();
    await this.#parts.openEm(everyone).transactional(async (tx) => {
      const row = await lockRow(tx, BulkChange, { id: bulk.id });
      if (!row || (row.position ?? 0) !== from) return;
      row.position = from + count;
      row.changedCount = (row.changedCount ?? 0) + changed;
      row.failures = [...row.failures, ...failures].slice(0, failuresKept);
      row.tries = 0;
      row.nextStepAt = now;
      if (row.status === 'running' && row.position >= row.endpointIds.length) {
        row.status = 'done';
        row.finishedAt = now;
      }
      await tx.flush();
    });
  }
}

/** Whoever planned it: the trail names them, and a key reaches only what is its consumer's. */
const callerOf = ({ actorId, actorName, consumerId, environment }: BulkChange): Caller => {
  const scopes = new Set(['endpoints:write' as const]);
  const principal: Principal = consumerId
    ? { kind: 'consumer', consumerId, keyId: actorId, keyName: actorName, environment, scopes }
    : { kind: 'staff', staffId: actorId, sessionId: '', name: actorName, role: 'viewer', scopes };
  return { principal, requestId: null, peer: null };
};
