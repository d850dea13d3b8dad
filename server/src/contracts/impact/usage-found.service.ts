import { type EntityManager, raw } from '@mikro-orm/sql';
import { hourMs } from '@parley/shared/words/time';
import { FieldUsage } from '../../platform/usage/field-usage.entity.ts';

/** How often a consumer called an operation with a field, within a window. */
export interface UsageFound {
  consumerId: string;
  operation: string;
  versionId: string;
  /** Empty for the call itself. */
  field: string;
  calls: number;
  lastAt: number;
  keyId: string;
}

interface Window {
  api: string;
  since: Date;
  includeTest: boolean;
  excluded: readonly string[];
  /** Without the fields: of each operation the calls alone. */
  isOfCallsOnly?: boolean;
}

interface Row extends Omit<UsageFound, 'calls' | 'lastAt'> {
  // PostgreSQL hands sums and 64-bit numbers out as text.
  calls: number | string;
  lastAt: number | string;
}

/**
 * What was used of an API, by consumer, operation, version and field, summed over keys and hours. Only rows that the
 * caller may see.
 */
export const usageOf = async (
  em: EntityManager,
  { api, since, includeTest, excluded, isOfCallsOnly = false }: Window,
): Promise<UsageFound[]> => {
  const query = em
    .createQueryBuilder(FieldUsage, 'u')
    .select([
      'u.consumerId',
      'u.keyId',
      'u.operation',
      'u.versionId',
      'u.field',
      raw('sum(u.calls)').as('calls'),
      raw('max(u.last_at)').as('lastAt'),
    ])
    .where({
      api,
      hour: { $gte: since.getTime() - (since.getTime() % hourMs) },
      ...(isOfCallsOnly ? { field: '' } : {}),
      ...(includeTest ? {} : { environment: 'live' as const }),
      ...(excluded.length > 0 ? { consumerId: { $nin: [...excluded] } } : {}),
    })
    .groupBy(['u.consumerId', 'u.keyId', 'u.operation', 'u.versionId', 'u.field']);
  await query.applyFilters();
  const rows = await query.execute<Row[]>('all');
  const found = new Map<string, UsageFound>();
  for (const row of rows) {
    const one = { ...row, calls: Number(row.calls), lastAt: Number(row.lastAt) };
    const id = `${one.consumerId} ${one.operation} ${one.versionId} ${one.field}`;
    const known = found.get(id);
    if (!known) found.set(id, one);
    else {
      known.calls += one.calls;
      if (one.lastAt > known.lastAt) Object.assign(known, { lastAt: one.lastAt, keyId: one.keyId });
    }
  }
  return [...found.values()];
};
