import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { ApiKeyCallers, KeyCallerView, KeyInUse } from '@parley/shared/access/api-key-callers';
import type { Environment } from '@parley/shared/words/environment';
import { hourMs } from '@parley/shared/words/time';
import type { Store, Tx } from '../../platform/database/store.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Usage } from '../../platform/usage/usage.entity.ts';
import { splitByRoom } from '../../platform/usage/kept-of-key.ts';
import { ApiKey } from '../api-key/api-key.entity.ts';
import { KeyCaller } from './key-caller.entity.ts';

const flushEveryMs = 2000;
/** Callers that are kept of one key; whoever sends another User-Agent with each call is one of them or none. */
const keptOfKey = 100;
const heldMax = 20_000;
const shown = 100;

const columns = {
  key_id: 'text',
  peer: 'text',
  agent: 'text',
  consumer_id: 'text',
  environment: 'text',
  calls: 'bigint',
  first_at: 'bigint',
  last_at: 'bigint',
} as const;

type Count = {
  key_id: string;
  peer: string;
  agent: string;
  consumer_id: string;
  environment: Environment;
  calls: number;
  first_at: number;
  last_at: number;
};

type Key = { keyId: string; consumerId: string; environment: Environment };

/** Notes who calls with each key, in memory, and writes it down in batches. A crash loses the last two seconds. */
export class KeyCallers {
  readonly #store: Store;
  readonly #now: () => Date;
  #counts = new Map<string, Count>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** Notes one call. */
  record({ keyId, consumerId, environment }: Key, peer: string | null, agent: string | null): void {
    const at = this.#now().getTime();
    const program = (agent ?? '').slice(0, 200);
    const address = (peer ?? '').slice(0, 45);
    const id = `${keyId} ${address} ${program}`;
    const count = this.#counts.get(id);
    if (count) {
      count.calls += 1;
      count.last_at = at;
      return;
    }
    if (this.#counts.size >= heldMax) return;
    this.#counts.set(id, {
      key_id: keyId,
      peer: address,
      agent: program,
      consumer_id: consumerId,
      environment,
      calls: 1,
      first_at: at,
      last_at: at,
    });
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref();
  }

  /** Writes down what was noted since the last time. What cannot be written is given up: it is told by the next call. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = [...this.#counts.values()];
    if (counts.length === 0) return;
    this.#counts = new Map();
    await this.#store
      .transaction('relaxed', async (tx) => writeCallers(this.#store, tx, counts))
      .catch(() => undefined);
  }
}

const writeCallers = async (store: Store, tx: Tx, counts: readonly Count[]): Promise<void> => {
  const { fitting, others } = await splitByRoom(store, tx, { table: 'key_caller', most: keptOfKey }, counts);
  // In one order, so that two processes do not wait for each other.
  await tx.insertRows('key_caller', columns, inOrder(fitting), {
    onConflict: `(key_id, peer, agent) do update
      set calls = key_caller.calls + excluded.calls, last_at = excluded.last_at`,
  });
  await tx.updateRows('key_caller', columns, inOrder(others), {
    set: 'calls = key_caller.calls + r.calls, last_at = r.last_at',
    where: 'key_caller.key_id = r.key_id and key_caller.peer = r.peer and key_caller.agent = r.agent',
  });
};

const inOrder = (counts: readonly Count[]): Count[] =>
  counts.toSorted((a, b) =>
    `${a.key_id} ${a.peer} ${a.agent}` < `${b.key_id} ${b.peer} ${b.agent}` ? -1 : 1,
  );

const viewCaller = ({ peer, agent, calls, firstAt, lastAt }: KeyCaller): KeyCallerView => ({
  address: peer === '' ? null : peer,
  agent: agent === '' ? null : agent,
  calls,
  firstAt: new Date(firstAt).toISOString(),
  lastAt: new Date(lastAt).toISOString(),
});

/** Who called with a key, the latest first; `since` leaves out those who have not called after it. */
const callersOf = async (em: EntityManager, keyId: string, since = 0): Promise<KeyCallerView[]> => {
  const rows = await em.find(
    KeyCaller,
    { keyId, lastAt: { $gte: since } },
    { orderBy: { lastAt: 'desc' }, limit: shown },
  );
  return rows.map(viewCaller);
};

const viewInUse = async (em: EntityManager, key: ApiKey | null, now: Date): Promise<KeyInUse | null> =>
  key && {
    id: key.id,
    name: key.name,
    hint: key.hint,
    isActive: key.status(now) === 'active',
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    callers: await callersOf(em, key.id),
  };

/** What a key called in and after the hour of this time. */
const operationsSince = async (
  em: EntityManager,
  keyId: string,
  since: Date,
): Promise<ApiKeyCallers['operationsSinceLeak']> => {
  const hour = since.getTime() - (since.getTime() % hourMs);
  const rows = await em.find(
    Usage,
    { keyId, hour: { $gte: hour } },
    { orderBy: { hour: 'desc' }, limit: 5000 },
  );
  return [...Map.groupBy(rows, ({ operation }) => operation)].map(([operation, hours]) => ({
    operation,
    calls: hours.reduce((sum, { calls }) => sum + calls, 0),
    errors: hours.reduce((sum, { errors }) => sum + errors, 0),
  }));
};

/**
 * Who calls with a key, and of a rotation who still uses the other one: the key that it replaced, and the one that
 * replaced it. Of a key that was reported as leaked, who called since.
 */
export const viewKeyCallers = async (em: EntityManager, id: string, now: Date): Promise<ApiKeyCallers> => {
  const key: Loaded<ApiKey> | null = await em.findOne(ApiKey, { id });
  if (!key) throw new Problem('api_key.not_found');
  const successorId = key.successorId ?? null;
  const replaced = await em.findOne(ApiKey, { successorId: id });
  const successor = successorId === null ? null : await em.findOne(ApiKey, { id: successorId });
  return {
    items: await callersOf(em, id),
    sinceLeak: key.leakedAt ? await callersOf(em, id, key.leakedAt.getTime()) : [],
    operationsSinceLeak: key.leakedAt ? await operationsSince(em, id, key.leakedAt) : [],
    replaces: await viewInUse(em, replaced, now),
    replacedBy: await viewInUse(em, successor, now),
  };
};
