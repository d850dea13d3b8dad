import type { EntityManager } from '@mikro-orm/sql';
import type { ListRefusedCalls, RefusedCallList } from '@parley/shared/access/refused-call';
import type { Environment } from '@parley/shared/words/environment';
import type { Store, Tx } from '../../platform/database/store.ts';
import { given } from '../../platform/database/given.ts';
import type { Problem } from '../../platform/request/problem.ts';
import { splitByRoom } from '../../platform/usage/kept-of-key.ts';
import { getConsumer } from '../consumer/consumer.service.ts';
import { RefusedCall } from './refused-call.entity.ts';

const flushEveryMs = 1000;
/** Reasons that are kept of one credential; whoever finds more of them than these is seen by the first ones. */
const keptOfKey = 100;
const heldMax = 10_000;
const shown = 100;
const reasonChars = 200;
const refusingStatuses: readonly number[] = [401, 403, 429];

const columns = {
  key_id: 'text',
  code: 'text',
  reason: 'text',
  operation: 'text',
  key_name: 'text',
  consumer_id: 'text',
  environment: 'text',
  calls: 'bigint',
  first_at: 'bigint',
  last_at: 'bigint',
} as const;

type Count = {
  key_id: string;
  code: string;
  reason: string;
  operation: string;
  key_name: string;
  consumer_id: string;
  environment: Environment;
  calls: number;
  first_at: number;
  last_at: number;
};

type Refused = { keyId: string; keyName: string; consumerId: string; environment: Environment };

/** How long to wait is another one each time, and no reason. */
const reasonOf = ({ detail }: Problem): string =>
  detail.replace(/ Try again in \d+ s\.$/, '').slice(0, reasonChars);

const idOf = ({ key_id, code, reason, operation }: Count): string =>
  `${key_id} ${code} ${operation} ${reason}`;

/**
 * Notes for what reason calls of known credentials are refused, in memory, and writes it down every second. A crash loses the
 * last one.
 */
export class RefusedCalls {
  readonly #store: Store;
  readonly #now: () => Date;
  #counts = new Map<string, Count>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** Notes one call that came to nothing, if it was refused: by 401, 403 or 429. `operation` is `null` where it is not known. */
  record(by: Refused, operation: string | null, problem: Problem): void {
    if (!refusingStatuses.includes(problem.status)) return;
    const at = this.#now().getTime();
    const { keyId, keyName, consumerId, environment } = by;
    const count: Count = {
      key_id: keyId,
      code: problem.code,
      reason: reasonOf(problem),
      operation: (operation ?? '').slice(0, 100),
      key_name: keyName.slice(0, 100),
      consumer_id: consumerId,
      environment,
      calls: 1,
      first_at: at,
      last_at: at,
    };
    const known = this.#counts.get(idOf(count));
    if (known) {
      known.calls += 1;
      known.last_at = at;
      return;
    }
    if (this.#counts.size >= heldMax) return;
    this.#counts.set(idOf(count), count);
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref();
  }

  /** Writes down what was noted since the last time. What cannot be written is given up: it is told by the next call. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // In one order, so that two processes do not wait for each other.
    const counts = [...this.#counts.values()].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    if (counts.length === 0) return;
    this.#counts = new Map();
    await this.#store
      .transaction('relaxed', async (tx) => writeRefused(this.#store, tx, counts))
      .catch(() => undefined);
  }
}

const writeRefused = async (store: Store, tx: Tx, counts: readonly Count[]): Promise<void> => {
  const { fitting, others } = await splitByRoom(
    store,
    tx,
    { table: 'refused_call', most: keptOfKey },
    counts,
  );
  await tx.insertRows('refused_call', columns, fitting, {
    onConflict: `(key_id, code, reason, operation) do update
      set calls = refused_call.calls + excluded.calls, last_at = excluded.last_at`,
  });
  await tx.updateRows('refused_call', columns, others, {
    set: 'calls = refused_call.calls + r.calls, last_at = r.last_at',
    where: `refused_call.key_id = r.key_id and refused_call.code = r.code and refused_call.reason = r.reason
      and refused_call.operation = r.operation`,
  });
};

/** Why calls of a consumer are refused, the latest first: 100 reasons at most. */
export const listRefusedCalls = async (
  em: EntityManager,
  { id, environment }: ListRefusedCalls,
): Promise<RefusedCallList> => {
  const { id: consumerId } = await getConsumer(em, id);
  const rows = await em.find(
    RefusedCall,
    { consumerId, ...given({ environment }) },
    { orderBy: { lastAt: 'desc' }, limit: shown },
  );
  return {
    items: rows.map(({ keyId, keyName, code, reason, operation, calls, firstAt, lastAt, ...row }) => ({
      keyId,
      keyName,
      environment: row.environment,
      code,
      reason,
      operation: operation === '' ? null : operation,
      calls,
      firstAt: new Date(firstAt).toISOString(),
      lastAt: new Date(lastAt).toISOString(),
    })),
  };
};
