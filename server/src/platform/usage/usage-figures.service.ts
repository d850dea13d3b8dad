import type { Environment } from '@parley/shared/words/environment';
import type { Reader } from '../database/store.ts';
import type { HourOfCalls } from './days.ts';

// PostgreSQL hands sums and 64-bit numbers out as text.
type Big = number | string;

/** Whose calls: of one key, or of all keys of a consumer in one environment. */
type CallsOf = { keyId: string } | { consumerId: string; environment: Environment };

const whose = (of: CallsOf): { sql: string; parameters: string[] } =>
  'keyId' in of
    ? { sql: 'key_id = ?', parameters: [of.keyId] }
    : { sql: 'consumer_id = ? and environment = ?', parameters: [of.consumerId, of.environment] };

/** The hours since then, in milliseconds, in which it called. Whoever asks has seen that the row is the caller's. */
export const hoursOfCalls = async (reader: Reader, of: CallsOf, since: number): Promise<HourOfCalls[]> => {
  const { sql, parameters } = whose(of);
  const rows = await reader.all<{ hour: Big; calls: Big; errors: Big }>(
    `select hour, sum(calls) as calls, sum(errors) as errors from key_hour
     where ${sql} and hour >= ? group by hour`,
    ...parameters,
    since,
  );
  return rows.map(({ hour, calls, errors }) => ({
    hour: Number(hour),
    calls: Number(calls),
    errors: Number(errors),
  }));
};

/** The first hour of which a call is counted, in milliseconds; `null` where there is none. */
export const countedSince = async (reader: Reader, of: CallsOf): Promise<number | null> => {
  const { sql, parameters } = whose(of);
  const [row] = await reader.all<{ first: Big | null }>(
    `select min(hour) as first from key_hour where ${sql}`,
    ...parameters,
  );
  return row?.first == null ? null : Number(row.first);
};

/** How often a key called one operation. */
export interface OperationOfKey {
  /** Name of the procedure. */
  operation: string;
  calls: number;
  errors: number;
  /** Start of the latest hour with a call, in milliseconds. */
  lastHour: number;
}

/** There are as many as there are procedures. */
const operationsMax = 500;

// The operations of a key by leaps from one to the next: the hours of all years between them are not gone through.
const operationsSql = `o(operation) as (
    select min(operation) from usage where key_id = ?
    union all
    select (select min(u.operation) from usage u where u.key_id = ? and u.operation > o.operation)
    from o where o.operation is not null
  )`;

/** What a key called since then, in milliseconds, the most first. */
// A cross join is gone through in its order on SQLite, which else reads all hours of the key for each operation.
export const operationsOfKey = async (
  reader: Reader,
  keyId: string,
  since: number,
): Promise<OperationOfKey[]> => {
  const rows = await reader.all<{ operation: string; calls: Big; errors: Big; last_hour: Big }>(
    `with recursive ${operationsSql}
     select u.operation, sum(u.calls) as calls, sum(u.errors) as errors, max(u.hour) as last_hour
     from o cross join usage u where u.key_id = ? and u.operation = o.operation and u.hour >= ?
     group by u.operation order by calls desc, u.operation limit ${operationsMax}`,
    keyId,
    keyId,
    keyId,
    since,
  );
  return rows.map(({ operation, calls, errors, last_hour }) => ({
    operation,
    calls: Number(calls),
    errors: Number(errors),
    lastHour: Number(last_hour),
  }));
};

/** Which of these keys called what the first one ever called, since then. */
export const keysWithSameCalls = async (
  reader: Reader,
  { keyId, others, since }: { keyId: string; others: readonly string[]; since: number },
): Promise<{ keyId: string; operation: string }[]> => {
  if (others.length === 0) return [];
  const rows = await reader.all<{ key_id: string; operation: string; last_hour: Big | null }>(
    `with recursive ${operationsSql}, k(id) as (values ${others.map(() => '(?)').join(', ')})
     select k.id as key_id, o.operation,
       (select max(u.hour) from usage u where u.key_id = k.id and u.operation = o.operation) as last_hour
     from o cross join k where o.operation is not null`,
    keyId,
    keyId,
    ...others,
  );
  return rows
    .filter(({ last_hour }) => last_hour !== null && Number(last_hour) >= since)
    .map(({ key_id, operation }) => ({ keyId: key_id, operation }));
};
