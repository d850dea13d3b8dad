import type { EntityManager } from '@mikro-orm/sql';
import type { ChangeView } from '@parley/shared/contracts/contract';
import type {
  AdoptionView,
  AffectedConsumer,
  GetImpact,
  ImpactView,
} from '@parley/shared/contracts/contract-impact';
import { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import { loadApi } from '../api/api.service.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { consumerNames } from '../../access/consumer/consumer.service.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Catalog } from '../../webhooks/catalog/catalog.service.ts';
import type { PayloadChecks } from '../../webhooks/payload/payload-checks.service.ts';
import { countOperationalTargets } from '../../webhooks/publication/operational.service.ts';
import { affectedBy, contractChanged, contractChangedData, type Told } from './contract-changed.ts';
import {
  changesBefore,
  comparableOf,
  type ContractParts,
  loadVersion,
  newestOf,
} from '../version/version.service.ts';
import { ContractVersion } from '../version/version.entity.ts';
import type { FieldsOfChanges } from '../../openapi/reader/reader.ts';
import { declaredOperationsOf } from '../../access/requirement/requirement.service.ts';
import { type Evidence, evidenceFor, indexUsage } from './evidence.ts';
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
    evidence: evidenceFor({ change, reached: reached.set(change.fingerprint) }, fields, usage, declared),
  }));
  return { base, revision, since, until, found };
};

/** What tells who would get an event. */
interface Telling {
  parts: Parts;
  catalog: Catalog;
  payloads: PayloadChecks;
}

/** How each could be told of a publication, by the catalogue and the addresses of now. */
const withChannels = async (
  em: EntityManager,
  { parts, catalog, payloads }: Telling,
  {
    revision,
    slug,
    found,
  }: Pick<Awaited<ReturnType<typeof reachedBy>>, 'revision' | 'found'> & { slug: string },
  affected: readonly Total[],
): Promise<ImpactView['consumers']> => {
  const snapshot = await catalog.current(parts.store);
  const published = { id: revision.id, version: revision.version, slug, publicUrl: parts.publicUrl };
  const toldBy = new Map(affectedBy(found).map((told) => [told.consumerId, told]));
  const withAddress = await em.find(Consumer, {
    id: { $in: affected.map(({ consumerId }) => consumerId) },
    contactEmail: { $ne: null },
  });
  const addressed = new Set(parts.mailer.isConfigured ? withAddress.map(({ id }) => id) : []);
  const isReached = (told: Told) =>
    Environment.options.some(
      (environment) =>
        countOperationalTargets(snapshot, payloads, {
          type: contractChanged,
          data: contractChangedData(published, told),
          subject: slug,
          environment,
          consumerId: told.consumerId,
          requestId: null,
          now: parts.now(),
        }) > 0,
    );
  return affected.map((one) => {
    const told = toldBy.get(one.consumerId);
    const channels: ImpactView['consumers'][number]['channels'] = [];
    if (told && isReached(told)) channels.push('event');
    if (addressed.has(one.consumerId)) channels.push('mail');
    return { ...one, channels };
  });
};

/** Joins the changes between two versions with who used what they touch; names a hundred consumers of each. */
export const impactOf = async (
  em: EntityManager,
  contract: ContractParts & Telling,
  query: GetImpact,
): Promise<ImpactView> => {
  const { base, revision, since, until, found } = await reachedBy(em, contract, query);
  const names = await consumerNames(
    em,
    found.flatMap(({ evidence }) => evidence.map(({ consumerId }) => consumerId)),
  );
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
    consumers: await withChannels(em, contract, { revision, slug: query.slug, found }, totals(found, names)),
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
