import type { EntityManager } from '@mikro-orm/sql';
import type { DeprecationsView, DeprecationView } from '@parley/shared/contracts/contract-impact';
import { dayMs } from '@parley/shared/words/time';
import { loadApi } from '../api/api.service.ts';
import { consumerNames } from '../../access/consumer/consumer.service.ts';
import type { ContractParts } from '../version/version.service.ts';
import { ContractVersion } from '../version/version.entity.ts';
import { everyone } from '../../platform/database/owner.ts';
import { ContractNotice } from '../notice/notice.entity.ts';
import { type UsageFound, usageOf } from './usage-found.service.ts';

const windowDays = 30;

type Callers = DeprecationView['callers'];

const callsWithin = async (
  em: EntityManager,
  { parts }: ContractParts,
  api: string,
): Promise<UsageFound[]> => {
  const since = new Date(parts.now().getTime() - windowDays * dayMs);
  const usage = await usageOf(em, { api, since, includeTest: false, excluded: [] });
  return usage.filter(({ field }) => field === '');
};

const callersIn = (
  calls: readonly UsageFound[],
  names: ReadonlyMap<string, string>,
  toldAt: ReadonlyMap<string, Date>,
): Callers =>
  [...Map.groupBy(calls, ({ consumerId }) => consumerId)]
    .map(([consumerId, own]) => ({
      consumerId,
      name: names.get(consumerId) ?? consumerId,
      calls: own.reduce((sum, one) => sum + one.calls, 0),
      lastSeenAt: new Date(Math.max(...own.map(({ lastAt }) => lastAt))).toISOString(),
      toldAt: toldAt.get(consumerId)?.toISOString() ?? null,
    }))
    .toSorted((a, b) => b.calls - a.calls);

/** Who called a version within 30 days with a live key, the most first; of consumers that the asker may see. */
export const versionCallsOf = async (
  em: EntityManager,
  contract: ContractParts,
  slug: string,
  version: ContractVersion,
): Promise<Callers> => {
  const all = await callsWithin(em, contract, slug);
  const calls = all.filter(({ versionId }) => versionId === version.id);
  const names = await consumerNames(
    em,
    calls.map(({ consumerId }) => consumerId),
  );
  return callersIn(calls, names, new Map());
};

/**
 * Who called a version within 30 days with a live key, the most first. Counts everybody, whoever asks; names those whom
 * the asker may see.
 */
export const callersOf = async (
  em: EntityManager,
  { parts, contracts }: ContractParts,
  slug: string,
  version: ContractVersion,
): Promise<{ name: string; calls: number }[]> => {
  const callers = await versionCallsOf(parts.openEm(everyone), { parts, contracts }, slug, version);
  const names = await consumerNames(
    em,
    callers.map(({ consumerId }) => consumerId),
  );
  return callers.map(({ consumerId, calls }) => ({
    name: names.get(consumerId) ?? 'Another consumer',
    calls,
  }));
};

interface Known {
  calls: readonly UsageFound[];
  names: ReadonlyMap<string, string>;
  toldAt: ReadonlyMap<string, Date>;
}

const viewDeprecation = (
  known: Known,
  subject: {
    version: ContractVersion;
    operation: string | null;
    deprecatedAt: Date | null;
    sunsetAt: string | null;
  },
): DeprecationView => {
  const { version, operation, deprecatedAt, sunsetAt } = subject;
  const own = known.calls.filter((call) =>
    operation === null ? call.versionId === version.id : call.operation === operation,
  );
  const callers = callersIn(own, known.names, known.toldAt);
  return {
    subject: operation === null ? 'version' : 'operation',
    versionId: version.id,
    version: version.version,
    operation,
    deprecatedAt: deprecatedAt?.toISOString() ?? null,
    sunsetAt,
    callers,
    isDone: callers.length === 0,
  };
};

/**
 * What of an API is deprecated, and who still calls it: versions, and the operations that the newest published contract
 * marks.
 */
export const deprecationsOf = async (
  em: EntityManager,
  contract: ContractParts,
  slug: string,
): Promise<DeprecationsView> => {
  const api = await loadApi(em, slug);
  const versions = await em.find(
    ContractVersion,
    { api, publishedAt: { $ne: null }, retiredAt: null },
    { orderBy: { publishedAt: 'desc', id: 'desc' }, populate: ['operations'], limit: 100 },
  );
  const calls = await callsWithin(em, contract, slug);
  const notices = await em.find(
    ContractNotice,
    { version: { api }, channel: { $ne: 'none' } },
    { orderBy: { toldAt: 'asc' } },
  );
  const known = {
    calls,
    names: await consumerNames(
      em,
      calls.map(({ consumerId }) => consumerId),
    ),
    toldAt: new Map(notices.map((notice) => [notice.consumerId, notice.toldAt])),
  };
  const ofVersions = versions
    .filter(({ status }) => status === 'deprecated')
    .map((version) => ({
      version,
      operation: null,
      deprecatedAt: version.deprecatedAt ?? null,
      sunsetAt: version.sunsetAt?.toISOString() ?? null,
    }));
  const newest = versions.find(({ status }) => status === 'published');
  const ofOperations = (newest?.operations ?? [])
    .filter(({ isDeprecated }) => isDeprecated)
    .flatMap(({ operation, sunset }) =>
      newest
        ? [{ version: newest, operation, deprecatedAt: newest.publishedAt ?? null, sunsetAt: sunset }]
        : [],
    );
  return { items: [...ofVersions, ...ofOperations].map((subject) => viewDeprecation(known, subject)) };
};
