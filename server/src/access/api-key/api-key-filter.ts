import type { ApiKeyView, CountApiKeys } from '@parley/shared/access/api-key';
import { dayMs } from '@parley/shared/words/time';
import type { EntityManager } from '@mikro-orm/sql';
import { matchingIds } from '../../platform/search/search-index.service.ts';
import type { Store } from '../../platform/database/store.ts';
import type { Parts } from '../../platform/process/parts.ts';

const isRunning = 'b.revoked_at is null and (b.expires_at is null or b.expires_at > ?)';
const consumerIs = (status: string): string =>
  `exists (select 1 from consumer c where c.id = b.consumer_id and c.status = '${status}')`;

const conditions: Record<ApiKeyView['status'], string> = {
  active: `${isRunning} and ${consumerIs('active')}`,
  suspended: `${isRunning} and ${consumerIs('suspended')}`,
  expired: 'b.revoked_at is null and b.expires_at <= ?',
  revoked: `b.revoked_at is not null and '' <> ?`,
};

interface Condition {
  columns: string[];
  sql: string;
  parameters: (string | number)[];
}

const statusFilter = (status: ApiKeyView['status'], now: string | number): Condition => ({
  columns: ['revoked_at', 'expires_at', 'consumer_id'],
  sql: conditions[status],
  parameters: [now],
});

const unusedSince = (at: string | number): Condition => ({
  columns: ['created_at', 'last_used_at'],
  sql: 'b.created_at < ? and (b.last_used_at is null or b.last_used_at < ?)',
  parameters: [at, at],
});

const expiringBefore = (at: string | number, now: string | number): Condition => ({
  columns: ['revoked_at', 'expires_at'],
  sql: 'b.revoked_at is null and b.expires_at > ? and b.expires_at < ?',
  parameters: [now, at],
});

/** Of more suspended consumers than these, all keys are looked through. */
const suspendedMax = 20;

/**
 * Whose keys may be what is asked for, where not everybody's: few consumers are suspended, and looking through the keys of all
 * others finds nothing.
 */
const consumersWith = async (
  store: Store,
  { status, consumerId }: Pick<CountApiKeys, 'status' | 'consumerId'>,
) => {
  if (status !== 'suspended') return consumerId;
  const found = await store.all<{ id: string }>(
    `select id from consumer where status = 'suspended' limit ${suspendedMax + 1}`,
  );
  if (found.length > suspendedMax) return consumerId;
  return found.map(({ id }) => id).filter((id) => consumerId === undefined || id === consumerId);
};

/** What a list of API keys is asked for, as conditions on its rows. */
export const askedForKeys = async (em: EntityManager, { store, now }: Parts, query: CountApiKeys) => {
  const { environment, status, unusedDays, expiresWithinDays, q } = query;
  // As the database writes times.
  const inDays = (days: number) => {
    const at = new Date(now().getTime() + days * dayMs);
    return store.dialect === 'sqlite' ? at.getTime() : at.toISOString();
  };
  const all = [
    ...(status ? [statusFilter(status, inDays(0))] : []),
    ...(unusedDays === undefined ? [] : [unusedSince(inDays(-unusedDays))]),
    ...(expiresWithinDays === undefined ? [] : [expiringBefore(inDays(expiresWithinDays), inDays(0))]),
  ];
  return {
    where: {
      id: q === undefined ? undefined : (await matchingIds(em, store, 'api_key', q)).ids,
      environment,
      consumer_id: await consumersWith(store, query),
    },
    rest:
      all.length === 0
        ? undefined
        : {
            columns: all.flatMap(({ columns }) => columns),
            sql: all.map(({ sql }) => `(${sql})`).join(' and '),
            parameters: all.flatMap(({ parameters }) => parameters),
          },
  };
};
