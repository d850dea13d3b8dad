import type { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import type { Columns, Tx } from '../database/store.ts';

/** Calls of a key, of one operation, within an hour. */
interface KeyCalls {
  key_id: string;
  hour: number;
  consumer_id: string;
  environment: Environment;
  calls: number;
  errors: number;
}

/** Calls of an operation of a contract within an hour. */
interface ContractCalls {
  api: string;
  operation: string;
  version_id: string;
  hour: number;
  consumer_id: string;
  environment: Environment;
  calls: number;
  errors: number;
  last_at: number;
}

const keyHourColumns = {
  key_id: 'text',
  hour: 'bigint',
  consumer_id: 'text',
  environment: 'text',
  calls: 'integer',
  errors: 'integer',
} as const satisfies Columns;

const versionDayColumns = {
  api: 'text',
  version_id: 'text',
  day: 'bigint',
  consumer_id: 'text',
  environment: 'text',
  calls: 'integer',
  errors: 'integer',
  last_at: 'bigint',
} as const satisfies Columns;

const callDayColumns = { ...versionDayColumns, operation: 'text' } as const satisfies Columns;

/** Rows with one name as one, in the order of their names: two processes then never wait for each other in a ring. */
const merged = <Row extends { calls: number; errors: number }>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  join: (known: Row, row: Row) => void = () => {},
): Row[] => {
  const byName = new Map<string, Row>();
  for (const row of rows) {
    const name = nameOf(row);
    const known = byName.get(name);
    if (!known) {
      byName.set(name, { ...row });
      continue;
    }
    known.calls += row.calls;
    known.errors += row.errors;
    join(known, row);
  }
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};

const added = (table: string): string =>
  `calls = ${table}.calls + excluded.calls, errors = ${table}.errors + excluded.errors`;

/** Adds calls of keys to their hours. */
export const rollUpKeys = async (tx: Tx, counts: readonly KeyCalls[]): Promise<void> => {
  const rows = merged(
    counts.map(({ key_id, hour, consumer_id, environment, calls, errors }) => ({
      key_id,
      hour,
      consumer_id,
      environment,
      calls,
      errors,
    })),
    ({ key_id, hour }) => `${key_id} ${hour}`,
  );
  await tx.insertRows('key_hour', keyHourColumns, rows, {
    onConflict: `(key_id, hour) do update set ${added('key_hour')}`,
  });
};

const later = (known: { last_at: number }, row: { last_at: number }): void => {
  known.last_at = Math.max(known.last_at, row.last_at);
};

/** Adds calls of operations to the days of their consumers, and of the contract versions. */
export const rollUpContracts = async (tx: Tx, counts: readonly ContractCalls[]): Promise<void> => {
  const daily = counts.map(({ hour, ...row }) => ({ ...row, day: hour - (hour % dayMs) }));
  const placeOf = ({ api, version_id, day, consumer_id, environment }: (typeof daily)[number]) =>
    `${api} ${version_id} ${day} ${consumer_id} ${environment}`;
  const calls = merged(daily, (row) => `${placeOf(row)} ${row.operation}`, later);
  const versions = merged(daily, placeOf, later).map(({ operation: _any, ...row }) => row);
  await tx.insertRows('call_day', callDayColumns, calls, {
    onConflict: `(consumer_id, environment, day, api, version_id, operation) do update
      set ${added('call_day')}, last_at = excluded.last_at`,
  });
  await tx.insertRows('version_day', versionDayColumns, versions, {
    onConflict: `(api, version_id, day, consumer_id, environment) do update
      set ${added('version_day')}, last_at = excluded.last_at`,
  });
};
