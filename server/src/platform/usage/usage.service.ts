import type { Environment } from '@parley/shared/words/environment';
import { dayMs, hourMs } from '@parley/shared/words/time';
import type { Reader, Store, Tx } from '../database/store.ts';
import { FieldCounts, type OperationCall, writeFieldCounts } from './field-usage.service.ts';
import { rollUpKeys } from './roll-up.service.ts';
import { operationsOfKey } from './usage-figures.service.ts';

export type { OperationCall } from './field-usage.service.ts';

const flushEveryMs = 2000;

const usageColumns = {
  key_id: 'text',
  operation: 'text',
  hour: 'bigint',
  consumer_id: 'text',
  environment: 'text',
  calls: 'integer',
  errors: 'integer',
} as const;

type Count = {
  key_id: string;
  operation: string;
  hour: number;
  consumer_id: string;
  environment: Environment;
  calls: number;
  errors: number;
};

/** Notes when these keys were used last, in milliseconds. Whoever keeps keys hands it in. */
type MarkUsed = (tx: Tx, used: readonly { id: string; at: number }[]) => Promise<void>;

/**
 * Counts calls per key, operation and hour in memory and writes them in batches, off the request path. A crash loses the
 * counts of the last two seconds, never a call.
 */
export class UsageCounter {
  readonly #store: Store;
  readonly #markUsed: MarkUsed;
  readonly #now: () => Date;
  readonly #fields = new FieldCounts();
  #counts = new Map<string, Count>();
  #lastUsed = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, markUsed: MarkUsed, now: () => Date) {
    this.#store = store;
    this.#markUsed = markUsed;
    this.#now = now;
  }

  /** Notes one call of a key. */
  record(
    key: { keyId: string; consumerId: string; environment: Environment },
    operation: string,
    isError: boolean,
  ): void {
    const now = this.#now().getTime();
    const hour = now - (now % hourMs);
    const id = `${key.keyId} ${operation} ${hour}`;
    let count = this.#counts.get(id);
    if (!count) {
      count = {
        key_id: key.keyId,
        operation,
        hour,
        consumer_id: key.consumerId,
        environment: key.environment,
        calls: 0,
        errors: 0,
      };
      this.#counts.set(id, count);
    }
    count.calls += 1;
    if (isError) count.errors += 1;
    this.#lastUsed.set(key.keyId, now);
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref();
  }

  /** Notes what a call of an operation of an API was made with. */
  recordCall(
    key: { keyId: string; consumerId: string; environment: Environment },
    call: OperationCall,
  ): void {
    const { keyId, consumerId, environment } = key;
    this.#fields.record({ keyId, consumerId, environment }, call, this.#now().getTime());
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref();
  }

  /** Says which contract version of an API is served from now on. */
  serves(api: string, versionId: string): void {
    this.#fields.versions.set(api, versionId);
  }

  /** Writes what was counted since the last time. What cannot be written now is kept for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = this.#counts;
    const lastUsed = this.#lastUsed;
    if (counts.size === 0 && this.#fields.size === 0) return;
    this.#counts = new Map();
    this.#lastUsed = new Map();
    const fields = this.#fields.take();
    try {
      await this.#write([...counts.values()], lastUsed, fields);
    } catch {
      for (const [id, count] of counts) this.#restore(id, count);
      this.#fields.restore(fields);
    }
  }

  #restore(id: string, count: Count): void {
    const newer = this.#counts.get(id);
    if (!newer) this.#counts.set(id, count);
    else {
      newer.calls += count.calls;
      newer.errors += count.errors;
    }
  }

  async #write(
    counts: Count[],
    lastUsed: Map<string, number>,
    fields: ReturnType<FieldCounts['take']>,
  ): Promise<void> {
    const used = [...lastUsed].map(([id, at]) => ({ id, at }));
    await this.#store.transaction('relaxed', async (tx) => {
      await tx.insertRows('usage', usageColumns, counts, {
        onConflict: `(key_id, operation, hour) do update
          set calls = usage.calls + excluded.calls, errors = usage.errors + excluded.errors`,
      });
      await rollUpKeys(tx, counts);
      await writeFieldCounts(tx, fields);
      await this.#markUsed(tx, used);
    });
  }
}

/** What a key did lately. */
interface Activity {
  callsLastDay: number;
  operations: {
    operation: string;
    calls: number;
    errors: number;
    /** ISO 8601, the start of the hour. */
    lastHour: string;
  }[];
}

/** What a key did in the last 7 days, most used operation first. Whoever asks has seen that the key is the caller's. */
export const activityOf = async (reader: Reader, keyId: string, now: Date): Promise<Activity> => {
  const operations = await operationsOfKey(reader, keyId, now.getTime() - 7 * dayMs);
  const lastDay = await operationsOfKey(reader, keyId, now.getTime() - dayMs);
  return {
    callsLastDay: lastDay.reduce((sum, { calls }) => sum + calls, 0),
    operations: operations.map(({ lastHour, ...one }) => ({
      ...one,
      lastHour: new Date(lastHour).toISOString(),
    })),
  };
};
