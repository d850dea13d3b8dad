import type { Environment } from '@parley/shared/words/environment';
import { dayMs, hourMs } from '@parley/shared/words/time';
import type { Parts } from '../process/parts.ts';
import type { Tx } from '../database/store.ts';
import { rollUpContracts } from './roll-up.service.ts';

const columns = {
  key_id: 'text',
  api: 'text',
  operation: 'text',
  version_id: 'text',
  hour: 'bigint',
  field: 'text',
  consumer_id: 'text',
  environment: 'text',
  calls: 'integer',
  errors: 'integer',
  last_at: 'bigint',
} as const;

/** A call of one operation of an API. */
export interface OperationCall {
  api: string;
  /** Method and path, as the contract has them. */
  operation: string;
  /** Where and name of each request field that was present, such as `query.status`. Never a value. */
  fields: readonly string[];
  isError: boolean;
}

interface CallingKey {
  keyId: string;
  consumerId: string;
  environment: Environment;
}

interface Count {
  calls: number;
  errors: number;
  lastAt: number;
}

interface Group {
  key: CallingKey;
  api: string;
  operation: string;
  versionId: string;
  hour: number;
  /** By field; the empty name is the call itself. */
  counts: Map<string, Count>;
}

/** Counts in memory which operations and fields of an API each key uses, by hour and contract version. */
export class FieldCounts {
  #groups = new Map<string, Group>();
  /** The contract version that is served, by API. */
  readonly versions = new Map<string, string>();

  get size(): number {
    return this.#groups.size;
  }

  record(key: CallingKey, call: OperationCall, now: number): void {
    const hour = now - (now % hourMs);
    const versionId = this.versions.get(call.api) ?? '';
    const id = `${key.keyId} ${call.api} ${call.operation} ${versionId} ${hour}`;
    let group = this.#groups.get(id);
    if (!group) {
      const { api, operation } = call;
      group = { key, api, operation, versionId, hour, counts: new Map() };
      this.#groups.set(id, group);
    }
    count(group, '', call.isError, now);
    for (const field of call.fields) count(group, field, call.isError, now);
  }

  /** Takes what was counted since the last time. */
  take(): Map<string, Group> {
    const groups = this.#groups;
    this.#groups = new Map();
    return groups;
  }

  /** Puts back what could not be written. */
  restore(groups: ReadonlyMap<string, Group>): void {
    for (const [id, group] of groups) {
      const newer = this.#groups.get(id);
      if (!newer) this.#groups.set(id, group);
      else
        for (const [field, one] of group.counts) {
          const known = newer.counts.get(field);
          if (!known) newer.counts.set(field, one);
          else {
            known.calls += one.calls;
            known.errors += one.errors;
          }
        }
    }
  }
}

const count = ({ counts }: Group, field: string, isError: boolean, now: number): void => {
  const known = counts.get(field);
  if (!known) {
    counts.set(field, { calls: 1, errors: isError ? 1 : 0, lastAt: now });
    return;
  }
  known.calls += 1;
  if (isError) known.errors += 1;
  known.lastAt = now;
};

/** Adds what was counted to the table. */
export const writeFieldCounts = async (tx: Tx, groups: ReadonlyMap<string, Group>): Promise<void> => {
  const rows = [...groups.values()].flatMap(({ key, api, operation, versionId, hour, counts }) =>
    [...counts].map(([field, { calls, errors, lastAt }]) => ({
      key_id: key.keyId,
      api,
      operation,
      version_id: versionId,
      hour,
      field,
      consumer_id: key.consumerId,
      environment: key.environment,
      calls,
      errors,
      last_at: lastAt,
    })),
  );
  await tx.insertRows('field_usage', columns, rows, {
    onConflict: `(key_id, api, operation, version_id, hour, field) do update
      set calls = field_usage.calls + excluded.calls, errors = field_usage.errors + excluded.errors,
        last_at = excluded.last_at`,
  });
  await rollUpContracts(
    tx,
    rows.filter(({ field }) => field === ''),
  );
};

const keptDays = 400;

/** Removes counts of operations and fields that are older than the longest window that impact is asked for. */
export const removeOldFieldUsage = async (parts: Parts): Promise<void> => {
  const before = parts.now().getTime() - keptDays * dayMs;
  await parts.store.all('delete from field_usage where hour < ?', before);
  await parts.store.all('delete from call_day where day < ?', before);
  await parts.store.all('delete from version_day where day < ?', before);
};
