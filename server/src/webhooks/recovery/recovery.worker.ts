import type { Environment } from '@parley/shared/words/environment';
import type { Catalog } from '../catalog/catalog.service.ts';
import { type NewDelivery, queueDeliveries, requeueDeliveries } from '../delivery/queue.service.ts';
import { newId } from '../../platform/secret/id.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Tx } from '../../platform/database/store.ts';
import type { PayloadChecks } from '../payload/payload-checks.service.ts';
import { type AskFilter, askAnywhere, wantedOf } from './missed.ts';
import { Recovery } from './recovery.entity.ts';
import { type Selected, type Selection, selectRows } from './selection.ts';

const pollMs = 500;
const batchMax = 500;
/** Steps of one wake-up. */
const roundsMax = 50;
/** A step takes a moment; a process that dies in it is followed by another after this. */
const claimMs = 15_000;
/** Steps that are begun and not taken, after which it pauses: each may have ended its process. */
const triesMax = 5;

/** Takes running recoveries forward, a batch at a time, so that they never crowd out fresh deliveries. */
export class RecoveryWorker {
  readonly #parts: Parts;
  readonly #catalog: Catalog;
  readonly #wake: () => void;
  readonly #ask: AskFilter;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    parts: Parts,
    catalog: Catalog,
    { payloads, wake }: { payloads: PayloadChecks; wake: () => void },
  ) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#ask = askAnywhere(payloads);
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
      // One whose endpoints have a few each goes through many of them in the time of a full batch.
      let taken = 0;
      for (let round = 0; round < roundsMax && taken < batchMax && !this.#isStopped; round += 1) {
        const ids = await this.#claim();
        if (ids.length === 0) return;
        for (const id of ids) taken += await this.#step(id);
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'could not take a recovery forward, trying again');
    }
  }

  async #claim(): Promise<string[]> {
    const now = this.#parts.now().getTime();
    const { store, log } = this.#parts;
    const stuck = await store.all<{ id: string }>(
      `update recovery set status = 'paused', tries = 0
       where status = 'running' and next_step_at <= ? and tries >= ? returning id`,
      now,
      triesMax,
    );
    for (const { id } of stuck)
      log.error(
        { recoveryId: id },
        'a recovery did not get on in five tries and is paused; resume it by hand',
      );
    const rows = await store.all<{ id: string }>(
      `update recovery set next_step_at = ?, tries = tries + 1
       where status = 'running' and next_step_at <= ? returning id`,
      now + claimMs,
      now,
    );
    return rows.map(({ id }) => id);
  }

  /** Takes one step, and says how many deliveries it made due. */
  async #step(id: string): Promise<number> {
    const em = this.#parts.openEm(everyone);
    const recovery = await em.findOneOrFail(Recovery, { id });
    const endpointId = recovery.endpointIds[recovery.position ?? 0];
    const limit = Math.min(batchMax, recovery.ratePerSecond ?? batchMax);
    const selection: Selection = {
      endpointId: endpointId ?? '',
      environment: recovery.environment,
      scope: recovery.scope,
      eventTypes: recovery.eventTypes ?? null,
      deliveryIds: recovery.deliveryIds ?? null,
      statuses: recovery.statuses ?? null,
      since: recovery.since ?? null,
      until: recovery.until,
    };
    const { store } = this.#parts;
    const source = { store, reader: store };
    const rows =
      endpointId === undefined ? [] : await selectRows(source, selection, recovery.cursor ?? null, limit);
    const chosen =
      recovery.scope === 'missed'
        ? await wantedOf({ source, catalog: this.#catalog, ask: this.#ask }, selection.endpointId, rows)
        : rows;
    const isEndpointDone = rows.length < limit;
    const isDone = isEndpointDone && (recovery.position ?? 0) + 1 >= recovery.endpointIds.length;
    await this.#send(recovery, selection, chosen, {
      position: (recovery.position ?? 0) + (isEndpointDone ? 1 : 0),
      cursor: isEndpointDone ? null : (rows.at(-1)?.id ?? null),
      isDone,
    });
    if (chosen.length > 0) this.#wake();
    return chosen.length;
  }

  // A step that took longer than its claim was taken by another process as well: whoever comes first has taken it.
  async #isStillAt(tx: Tx, { id, position, cursor }: Recovery): Promise<boolean> {
    const rows = await tx.all(
      `select id from recovery where id = ? and position = ? and coalesce(cursor, '') = ?
       and status in ('running', 'paused')${this.#locked}`,
      id,
      position ?? 0,
      cursor ?? '',
    );
    return rows.length > 0;
  }

  // Another recovery may be sending the same events to the same endpoint: one after the other, they send each once.
  async #stillMissed(tx: Tx, endpointId: string, rows: readonly Selected[]): Promise<Selected[]> {
    await tx.all(`select id from endpoint where id = ?${this.#locked}`, endpointId);
    const sent = await tx.all<{ event_id: string }>(
      `select d.event_id from ${this.#parts.store.rowsOf({ id: 'text' }, 'r')}
       join delivery d on d.event_id = r.id and d.endpoint_id = ?`,
      JSON.stringify(rows.map(({ id }) => ({ id }))),
      endpointId,
    );
    const known = new Set(sent.map((row) => row.event_id));
    return rows.filter(({ id }) => !known.has(id));
  }

  get #locked(): string {
    return this.#parts.store.dialect === 'postgresql' ? ' for update' : '';
  }

  // Progress and deliveries are one transaction: a step is never half taken, and never taken twice.
  async #send(
    recovery: Recovery,
    selection: Selection,
    rows: readonly Selected[],
    next: { position: number; cursor: string | null; isDone: boolean },
  ): Promise<void> {
    const now = this.#parts.now().getTime();
    const isMissed = recovery.scope === 'missed';
    const endpoint = this.#catalog.latest?.endpoints.get(selection.endpointId);
    await this.#parts.store.transaction('synced', async (tx) => {
      if (!(await this.#isStillAt(tx, recovery))) return;
      if (isMissed && endpoint)
        await queueDeliveries(
          tx,
          (await this.#stillMissed(tx, endpoint.id, rows)).map((row) =>
            newDelivery(row, endpoint, recovery.id, now),
          ),
        );
      else
        await requeueDeliveries(
          tx,
          rows.map(({ id }) => id),
          { id: recovery.id, isDeliveredToo: recovery.scope === 'everything', now },
        );
      await tx.updateRows('recovery', progressColumns, [progressOf(recovery, rows.length, next, now)], {
        set: `position = r.position, cursor = r.cursor, sent_count = recovery.sent_count + r.sent,
          next_step_at = r.next_step_at, tries = 0, status = case when r.done = 1 then 'done' else recovery.status end,
          finished_at = case when r.done = 1 then r.now else recovery.finished_at end`,
        where: `recovery.id = r.id and recovery.status in ('running', 'paused')`,
      });
    });
  }
}

const progressColumns = {
  id: 'text',
  position: 'integer',
  cursor: 'text',
  sent: 'integer',
  next_step_at: 'bigint',
  done: 'integer',
  now: 'bigint',
} as const;

const progressOf = (
  recovery: Recovery,
  sent: number,
  next: { position: number; cursor: string | null; isDone: boolean },
  now: number,
) => ({
  id: recovery.id,
  position: next.position,
  cursor: next.cursor,
  sent,
  next_step_at: recovery.ratePerSecond ? now + Math.ceil((sent / recovery.ratePerSecond) * 1000) : now,
  done: next.isDone ? 1 : 0,
  now,
});

const newDelivery = (
  row: Selected,
  endpoint: { id: string; consumerId: string; environment: Environment },
  recoveryId: string,
  now: number,
): NewDelivery => ({
  id: newId('dlv', now),
  event_id: row.event_id,
  endpoint_id: endpoint.id,
  consumer_id: endpoint.consumerId,
  environment: endpoint.environment,
  event_type: row.event_type,
  next_trigger: 'recovery',
  order_key: null,
  due_at: now,
  lease_owner: null,
  recovery_id: recoveryId,
  created_at: now,
});
