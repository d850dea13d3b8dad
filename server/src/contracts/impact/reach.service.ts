import type { EntityManager } from '@mikro-orm/sql';
import type { GetImpact } from '@parley/shared/contracts/contract-impact';
import { dayMs } from '@parley/shared/words/time';
import { declaredOperationsOf } from '../../access/requirement/requirement.service.ts';
import type { FieldsOfChanges } from '../../openapi/reader/reader.ts';
import { loadApi } from '../api/api.service.ts';
import type { ContractVersion } from '../version/version.entity.ts';
import {
  changesBefore,
  comparableOf,
  type ContractParts,
  loadVersion,
  newestOf,
} from '../version/version.service.ts';
import { evidenceFor, indexUsage } from './evidence.ts';
import { usageOf } from './usage-found.service.ts';

/** Who declared which operation, by method and path, whether it was written so or as an operationId. */
const declaredIn = async (
  em: EntityManager,
  slug: string,
  versions: readonly ContractVersion[],
  excluded: readonly string[],
): Promise<Map<string, Set<string>>> => {
  const names = new Map<string, string>();
  for (const version of versions) {
    await em.populate(version, ['operations']);
    for (const { operation, operationId } of version.operations)
      if (operationId) names.set(operationId, operation);
  }
  const declared = new Map<string, Set<string>>();
  for (const { consumerId, operation } of await declaredOperationsOf(em, slug)) {
    if (excluded.includes(consumerId)) continue;
    const name = names.get(operation) ?? operation;
    declared.set(name, (declared.get(name) ?? new Set()).add(consumerId));
  }
  return declared;
};

/** What changed between two versions, each change with everybody whom it reaches. */
export const reachedBy = async (em: EntityManager, contract: ContractParts, query: GetImpact) => {
  const { parts, contracts } = contract;
  const api = await loadApi(em, query.slug);
  const revision = query.to === undefined ? await newestOf(em, api) : await loadVersion(em, api, query.to);
  const from = query.from === undefined ? undefined : await loadVersion(em, api, query.from);
  const { base, changes, reached } = await changesBefore(em, contract, api, { revision, base: from });
  const until = parts.now();
  const since = new Date(until.getTime() - query.days * dayMs);
  const excluded = (query.excluded ?? '').split(',').filter(Boolean);
  const usage = indexUsage(
    await usageOf(em, { api: api.slug, since, includeTest: query.includeTest, excluded }),
  );
  let fields: FieldsOfChanges = {};
  if (base && usage.size > 0 && changes.length > 0)
    fields = await contracts.run(
      'fields',
      {
        base: await comparableOf(em, base).json(),
        revision: await comparableOf(em, revision).json(),
        sunsetGraceDays: api.rules.sunsetGraceDays,
        now: until.getTime(),
        operations: [...usage.keys()],
      },
      base.bytes + revision.bytes,
    );
  const declared = await declaredIn(em, api.slug, base ? [revision, base] : [revision], excluded);
  const found = changes.map((change) => ({
    change,
    reached: (operation: string) =>
      change.operationCount === 0 || reached.set(change.fingerprint).has(operation),
    evidence: evidenceFor({ change, reached: reached.set(change.fingerprint) }, fields, usage, declared),
  }));
  return { base, revision, since, until, found, hasUsage: usage.size > 0 };
};
