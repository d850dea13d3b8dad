import type { Environment } from '@parley/shared/words/environment';
import type { Reader } from '../database/store.ts';
import type { Owner } from '../database/owner.ts';

// PostgreSQL hands sums and 64-bit numbers out as text.
type Big = number | string;

interface Sums {
  calls: Big;
  errors: Big;
  last_at: Big;
}

/** How often something was called, and when last, in milliseconds. */
interface Calls {
  calls: number;
  errors: number;
  lastAt: number;
}

const sums = 'sum(calls) as calls, sum(errors) as errors, max(last_at) as last_at';

const callsIn = ({ calls, errors, last_at }: Sums): Calls => ({
  calls: Number(calls),
  errors: Number(errors),
  lastAt: Number(last_at),
});

/** A consumer in one environment, since the start of a day in UTC, in milliseconds. */
export interface ConsumerSince {
  consumerId: string;
  environment: Environment;
  day: number;
}

const ofConsumer = 'from call_day where consumer_id = ? and environment = ? and day >= ?';

/** Contract versions that a consumer called, the most first, so many at most. */
export const versionsOfConsumer = async (
  reader: Reader,
  { consumerId, environment, day }: ConsumerSince,
  limit: number,
): Promise<(Calls & { api: string; versionId: string; operations: number })[]> => {
  const rows = await reader.all<Sums & { api: string; version_id: string; operations: Big }>(
    `select api, version_id, count(distinct operation) as operations, ${sums} ${ofConsumer}
     group by api, version_id order by calls desc, version_id limit ?`,
    consumerId,
    environment,
    day,
    limit,
  );
  return rows.map((row) => ({
    ...callsIn(row),
    api: row.api,
    versionId: row.version_id,
    operations: Number(row.operations),
  }));
};

/** Operations of contracts that a consumer called, the most first, so many at most. */
export const operationsOfConsumer = async (
  reader: Reader,
  { consumerId, environment, day }: ConsumerSince,
  limit: number,
): Promise<(Calls & { api: string; operation: string })[]> => {
  const rows = await reader.all<Sums & { api: string; operation: string }>(
    `select api, operation, ${sums} ${ofConsumer} group by api, operation order by calls desc, operation limit ?`,
    consumerId,
    environment,
    day,
    limit,
  );
  return rows.map((row) => ({ ...callsIn(row), api: row.api, operation: row.operation }));
};

/** Calls of contract versions of an API in one environment, of those consumers whom the asker may see. */
export interface VersionCalls {
  api: string;
  environment: Environment;
  owner: Owner;
}

const seenBy = (owner: Owner): { sql: string; parameters: string[] } =>
  owner.everyone
    ? { sql: '', parameters: [] }
    : { sql: ' and consumer_id = ? and environment = ?', parameters: [owner.consumerId, owner.environment] };

/** Calls of each day, in milliseconds of its start in UTC, of each of these versions. */
export const daysOfVersions = async (
  reader: Reader,
  { api, environment, owner }: VersionCalls,
  versionIds: readonly string[],
  day: number,
): Promise<{ versionId: string; day: number; calls: number }[]> => {
  if (versionIds.length === 0) return [];
  const { sql, parameters } = seenBy(owner);
  const rows = await reader.all<{ version_id: string; day: Big; calls: Big }>(
    `select version_id, day, sum(calls) as calls from version_day
     where api = ? and version_id in (${versionIds.map(() => '?').join(', ')}) and day >= ? and environment = ?${sql}
     group by version_id, day`,
    api,
    ...versionIds,
    day,
    environment,
    ...parameters,
  );
  return rows.map((row) => ({ versionId: row.version_id, day: Number(row.day), calls: Number(row.calls) }));
};

/** Who called a version since then, the most first, so many at most. */
export const callersOfVersion = async (
  reader: Reader,
  { api, environment, owner }: VersionCalls,
  { versionId, day, limit }: { versionId: string; day: number; limit: number },
): Promise<(Calls & { consumerId: string })[]> => {
  const { sql, parameters } = seenBy(owner);
  const rows = await reader.all<Sums & { consumer_id: string }>(
    `select consumer_id, ${sums} from version_day
     where api = ? and version_id = ? and day >= ? and environment = ?${sql}
     group by consumer_id order by calls desc, consumer_id limit ?`,
    api,
    versionId,
    day,
    environment,
    ...parameters,
    limit,
  );
  return rows.map((row) => ({ ...callsIn(row), consumerId: row.consumer_id }));
};

/** Calls of each day of some callers of a version. */
export const daysOfCallers = async (
  reader: Reader,
  { api, environment, owner }: VersionCalls,
  { versionId, consumerIds, day }: { versionId: string; consumerIds: readonly string[]; day: number },
): Promise<{ consumerId: string; day: number; calls: number }[]> => {
  if (consumerIds.length === 0) return [];
  const { sql, parameters } = seenBy(owner);
  const rows = await reader.all<{ consumer_id: string; day: Big; calls: Big }>(
    `select consumer_id, day, sum(calls) as calls from version_day
     where api = ? and version_id = ? and day >= ? and environment = ?
       and consumer_id in (${consumerIds.map(() => '?').join(', ')})${sql}
     group by consumer_id, day`,
    api,
    versionId,
    day,
    environment,
    ...consumerIds,
    ...parameters,
  );
  return rows.map((row) => ({ consumerId: row.consumer_id, day: Number(row.day), calls: Number(row.calls) }));
};

/** The first day of which a call of a version is counted, in milliseconds; `null` where there is none. */
export const versionCountedSince = async (
  reader: Reader,
  { api, environment, owner }: VersionCalls,
  versionId: string,
): Promise<number | null> => {
  const { sql, parameters } = seenBy(owner);
  const [row] = await reader.all<{ day: Big }>(
    `select day from version_day where api = ? and version_id = ? and environment = ?${sql} order by day limit 1`,
    api,
    versionId,
    environment,
    ...parameters,
  );
  return row ? Number(row.day) : null;
};

// From one operation to the next by leaps: neither callers nor days are gone through.
const operationsByLeaps = `with recursive o(operation) as (
    select min(operation) from call_day where api = ? and version_id = ? and environment = ?
    union all
    select (select min(c.operation) from call_day c
      where c.api = ? and c.version_id = ? and c.environment = ? and c.operation > o.operation)
    from o where o.operation is not null
  )
  select o.operation, (select max(c.day) from call_day c
    where c.api = ? and c.version_id = ? and c.environment = ? and c.operation = o.operation) as day
  from o where o.operation is not null`;

/** The operations of a version that were called as long as counts are kept, with the latest day, in milliseconds. */
export const operationsCalled = async (
  reader: Reader,
  { api, environment, owner }: VersionCalls,
  versionId: string,
): Promise<Map<string, number>> => {
  const place = [api, versionId, environment];
  const rows = owner.everyone
    ? await reader.all<{ operation: string; day: Big }>(operationsByLeaps, ...place, ...place, ...place)
    : await reader.all<{ operation: string; day: Big }>(
        `select operation, max(day) as day from call_day
         where consumer_id = ? and environment = ? and api = ? and version_id = ? and environment = ? group by operation`,
        owner.consumerId,
        owner.environment,
        ...place,
      );
  return new Map(rows.map((row) => [row.operation, Number(row.day)]));
};
