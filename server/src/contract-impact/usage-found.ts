import type { EntityManager } from '@mikro-orm/sql';
import { FieldUsage } from '../usage/field-usage.entity.ts';

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
}

const rowsMax = 200_000;

/** What was used of an API, by consumer, operation, version and field. Only rows that the caller may see. */
export const usageOf = async (
  em: EntityManager,
  { api, since, includeTest, excluded }: Window,
): Promise<UsageFound[]> => {
  const rows = await em.find(
    FieldUsage,
    {
      api,
      hour: { $gte: since.getTime() - (since.getTime() % 3_600_000) },
      ...(includeTest ? {} : { environment: 'live' as const }),
      ...(excluded.length > 0 ? { consumerId: { $nin: [...excluded] } } : {}),
    },
    { limit: rowsMax, disableIdentityMap: true, orderBy: { hour: 'desc' } },
  );
  const found = new Map<string, UsageFound>();
  for (const { consumerId, operation, versionId, field, calls, lastAt, keyId } of rows) {
    const id = `${consumerId} ${operation} ${versionId} ${field}`;
    const known = found.get(id);
    if (!known) found.set(id, { consumerId, operation, versionId, field, calls, lastAt, keyId });
    else {
      known.calls += calls;
      if (lastAt > known.lastAt) Object.assign(known, { lastAt, keyId });
    }
  }
  return [...found.values()];
};
