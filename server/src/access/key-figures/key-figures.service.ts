import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { ApiKeyFigures, GetApiKeyFigures } from '@parley/shared/access/api-key-figures';
import { dayMs } from '@parley/shared/words/time';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { listedAuditEntries } from '../../administration/audit/audit.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { callsByDay, type HourOfCalls, lastDays, sumOf } from '../../platform/usage/days.ts';
import {
  countedSince,
  hoursOfCalls,
  keysWithSameCalls,
  type OperationOfKey,
  operationsOfKey,
} from '../../platform/usage/usage-figures.service.ts';
import { ApiKey } from '../api-key/api-key.entity.ts';
import { keysBelow } from '../api-key/key-tree.service.ts';
import { revocationOf } from './revocation.ts';

/** Keys of the consumer that are looked at for the same calls: the latest. */
const othersMax = 50;
const operationsShown = 100;
const namedBelow = 10;

type Figures = ApiKeyFigures;

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const nameOf = ({ id, name }: Pick<ApiKey, 'id' | 'name'>) => ({ id, name });

/** Active keys of the same consumer and environment, by id. */
const othersOf = async (
  em: EntityManager,
  key: Loaded<ApiKey, 'consumer'>,
  now: Date,
): Promise<Map<string, ApiKey>> => {
  const others = await em.find(
    ApiKey,
    { consumer: key.consumer.id, environment: key.environment, revokedAt: null },
    { orderBy: { id: 'desc' }, limit: othersMax + 1 },
  );
  return new Map(
    others.filter((one) => one.id !== key.id && one.status(now) === 'active').map((one) => [one.id, one]),
  );
};

/** Whence the latest change of a key came. Its other calls leave no address. */
const lastPeerOf = async (em: EntityManager, keyId: string): Promise<Figures['lastPeer']> => {
  const { ids } = await pageOfIds(em, listedAuditEntries, {
    paging: Paging.of('audit-entries', { limit: 1 }),
    where: { actor_id: keyId },
  });
  const entry = ids[0] === undefined ? null : await em.findOne(AuditEntry, { id: ids[0] });
  if (!entry?.peer) return null;
  return { address: entry.peer, at: entry.at.toISOString(), auditEntryId: entry.id };
};

const withOthers = (
  operations: readonly OperationOfKey[],
  others: ReadonlyMap<string, ApiKey>,
  same: readonly { keyId: string; operation: string }[],
): Figures['operations'] => {
  const byOperation = Map.groupBy(same, ({ operation }) => operation);
  return operations.map(({ lastHour, ...one }) => ({
    ...one,
    lastHour: new Date(lastHour).toISOString(),
    alsoCalledBy: (byOperation.get(one.operation) ?? []).flatMap(({ keyId }) => {
      const other = others.get(keyId);
      return other ? [nameOf(other)] : [];
    }),
  }));
};

const callsSince = (hours: readonly HourOfCalls[], since: number): number =>
  sumOf(hours.filter(({ hour }) => hour >= since)).calls;

/** What a key did day by day, and whether it can be revoked; by what is counted, and nothing else. */
export const viewApiKeyFigures = async (
  em: EntityManager,
  parts: Parts,
  { id, days: count, zone }: GetApiKeyFigures,
): Promise<Figures> => {
  const key = await em.findOne(ApiKey, { id }, { populate: ['consumer'] });
  if (!key) throw new Problem('api_key.not_found');
  const { store } = parts;
  const now = parts.now();
  const days = lastDays(now.getTime(), count, zone);
  const since = days[0]?.hours[0] ?? 0;
  const weekAgo = now.getTime() - 7 * dayMs;
  const hours = await hoursOfCalls(store, { keyId: id }, Math.min(since, weekAgo));
  const others = await othersOf(em, key, now);
  const operations = await operationsOfKey(store, id, since);
  const same = await keysWithSameCalls(store, { keyId: id, others: [...others.keys()], since });
  const withSame = withOthers(operations, others, same);
  const below = await keysBelow(em, key, now);
  const successor = key.successorId ? await em.findOne(ApiKey, { id: key.successorId }) : null;
  const byDay = callsByDay(days, hours);
  const callsLastWeek = callsSince(hours, weekAgo);
  return {
    countedSince: isoOrNull(await countedSince(store, { keyId: id })),
    days: byDay,
    ...sumOf(byDay),
    callsLastDay: callsSince(hours, now.getTime() - dayMs),
    callsLastWeek,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    lastPeer: await lastPeerOf(em, id),
    operations: withSame.slice(0, operationsShown),
    operationCount: withSame.length,
    keysBelow: below.length,
    namedBelow: below.slice(0, namedBelow).map(nameOf),
    successor: successor && nameOf(successor),
    safety: revocationOf(
      {
        isEnded: key.status(now) !== 'active',
        createdAt: key.createdAt.getTime(),
        lastUsedAt: key.lastUsedAt?.getTime() ?? null,
        callsLastWeek,
        operations: withSame.length,
        shared: withSame.filter(({ alsoCalledBy }) => alsoCalledBy.length > 0).length,
        below: below.length,
        isReplaced: successor !== null,
      },
      now.getTime(),
    ),
  };
};
