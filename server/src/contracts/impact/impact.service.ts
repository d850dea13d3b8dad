import type { EntityManager } from '@mikro-orm/sql';
import type { ChangeView } from '@parley/shared/contracts/contract';
import type {
  AdoptionView,
  AffectedConsumer,
  GetImpact,
  ImpactView,
} from '@parley/shared/contracts/contract-impact';
import { dayMs } from '@parley/shared/words/time';
import { loadApi } from '../api/api.service.ts';
import { consumerNames } from '../../access/consumer/consumer.service.ts';
import { channelsOf, publishedOf, type WayParts, waysTo } from '../notice/ways.service.ts';
import type { ContractParts } from '../version/version.service.ts';
import { ContractVersion } from '../version/version.entity.ts';
import type { Evidence } from './evidence.ts';
import { reachedBy } from './reach.service.ts';
import { usageOf } from './usage-found.service.ts';

const adoptionDays = 30;
/** Consumers named under one change; the count says how many there are. */
const consumersNamed = 100;
/** Operations named with one of them. */
const operationsNamed = 10;

const viewAffected = (found: Evidence, names: ReadonlyMap<string, string>): AffectedConsumer => ({
  consumerId: found.consumerId,
  name: names.get(found.consumerId) ?? found.consumerId,
  evidence: found.evidence,
  calls: found.calls,
  lastSeenAt: found.lastAt === null ? null : new Date(found.lastAt).toISOString(),
  keyId: found.keyId,
  operations: found.operations.slice(0, operationsNamed),
  operationCount: found.operations.length,
});

type Total = Omit<ImpactView['consumers'][number], 'channels'>;

const totals = (
  changes: readonly { change: ChangeView; evidence: readonly Evidence[] }[],
  names: ReadonlyMap<string, string>,
): Total[] => {
  const byConsumer = new Map<string, Total>();
  for (const { change, evidence } of changes)
    for (const { consumerId } of evidence) {
      const name = names.get(consumerId) ?? consumerId;
      const total = byConsumer.get(consumerId) ?? { consumerId, name, breaking: 0, risky: 0 };
      byConsumer.set(consumerId, total);
      if (change.severity !== 'compatible') total[change.severity] += 1;
    }
  return [...byConsumer.values()]
    .filter(({ breaking, risky }) => breaking + risky > 0)
    .toSorted((a, b) => b.breaking - a.breaking || b.risky - a.risky);
};

/** Joins the changes between two versions with who used what they touch; names a hundred consumers of each. */
export const impactOf = async (
  em: EntityManager,
  contract: ContractParts & WayParts,
  query: GetImpact,
): Promise<ImpactView> => {
  const { base, revision, since, until, found } = await reachedBy(em, contract, query);
  const names = await consumerNames(
    em,
    found.flatMap(({ evidence }) => evidence.map(({ consumerId }) => consumerId)),
  );
  const ways = await waysTo(em, contract, publishedOf(contract.parts, query.slug, revision), found);
  return {
    base: base?.id ?? null,
    revision: revision.id,
    since: since.toISOString(),
    until: until.toISOString(),
    changes: found.map(({ change, evidence }) => ({
      change,
      consumers: evidence.slice(0, consumersNamed).map((one) => viewAffected(one, names)),
      consumerCount: evidence.length,
    })),
    consumers: totals(found, names).map((one) => ({
      ...one,
      channels: channelsOf(ways.get(one.consumerId)),
    })),
  };
};

/** Who calls which version, of the last 30 days. */
export const adoptionOf = async (
  em: EntityManager,
  { parts }: ContractParts,
  slug: string,
): Promise<AdoptionView> => {
  const api = await loadApi(em, slug);
  const since = new Date(parts.now().getTime() - adoptionDays * dayMs);
  const usage = await usageOf(em, { api: slug, since, includeTest: true, excluded: [] });
  const calls = Map.groupBy(
    usage.filter(({ field }) => field === ''),
    ({ versionId }) => versionId,
  );
  const versions = await em.find(ContractVersion, { api }, { orderBy: { number: 'desc' }, limit: 200 });
  return {
    versions: versions.map((version) => {
      const own = calls.get(version.id) ?? [];
      const lastAt = own.length === 0 ? null : Math.max(...own.map((one) => one.lastAt));
      return {
        id: version.id,
        number: version.number,
        version: version.version,
        status: version.statusAt(parts.now()),
        consumers: new Set(own.map(({ consumerId }) => consumerId)).size,
        calls: own.reduce((sum, one) => sum + one.calls, 0),
        lastSeenAt: lastAt === null ? null : new Date(lastAt).toISOString(),
      };
    }),
  };
};
