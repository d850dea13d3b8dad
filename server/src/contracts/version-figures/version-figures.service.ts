import type { EntityManager } from '@mikro-orm/sql';
import type { GetVersionFigures, VersionFigures } from '@parley/shared/contracts/version-figures';
import { holds } from '@parley/shared/scope';
import { dayMs } from '@parley/shared/words/time';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { ownerOf } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import {
  callersOfVersion,
  daysOfCallers,
  daysOfVersions,
  operationsCalled,
  versionCountedSince,
  type VersionCalls,
} from '../../platform/usage/contract-calls.service.ts';
import type { Api } from '../api/api.entity.ts';
import { loadApi } from '../api/api.service.ts';
import { ContractNotice } from '../notice/notice.entity.ts';
import { ContractVersion } from '../version/version.entity.ts';

const versionsShown = 5;
const consumersNamed = 200;
const coursesShown = 10;
const operationsShown = 1000;

type Callers = VersionFigures['consumers'];

const daysUpTo = (now: number, count: number): number[] => {
  const today = now - (now % dayMs);
  return Array.from({ length: count }, (_, index) => today - (count - 1 - index) * dayMs);
};

const courseOf = (days: readonly number[], counts: readonly { day: number; calls: number }[]): number[] => {
  const byDay = new Map(counts.map(({ day, calls }) => [day, calls]));
  return days.map((day) => byDay.get(day) ?? 0);
};

/** A version, and those that were published last: what callers came from, and where they go. */
const versionsBeside = async (
  em: EntityManager,
  api: Api,
  version: ContractVersion,
): Promise<ContractVersion[]> => {
  const published = await em.find(
    ContractVersion,
    { api, publishedAt: { $ne: null }, id: { $ne: version.id } },
    { orderBy: { number: 'desc' }, limit: versionsShown - 1 },
  );
  return [version, ...published].toSorted((a, b) => b.number - a.number);
};

const marksOf = (
  versions: readonly ContractVersion[],
  { since, now }: { since: number; now: Date },
): VersionFigures['marks'] =>
  versions
    .flatMap(({ id, version, publishedAt, deprecatedAt, sunsetAt, retiredAt }) => {
      const marks = {
        published: publishedAt,
        deprecated: deprecatedAt,
        sunset: sunsetAt,
        retired: retiredAt,
      };
      const kinds = ['published', 'deprecated', 'sunset', 'retired'] as const;
      return kinds.flatMap((kind) => {
        const at = marks[kind];
        const isWithin = at && at.getTime() >= since && (at <= now || kind === 'sunset');
        return isWithin ? [{ at: at.toISOString(), kind, versionId: id, version }] : [];
      });
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));

/** When each of these consumers was last told of a change of an API. */
const toldAtOf = async (
  em: EntityManager,
  api: Api,
  consumerIds: readonly string[],
): Promise<Map<string, Date>> => {
  const notices = await em.find(
    ContractNotice,
    { consumerId: { $in: [...consumerIds] }, version: { api }, channel: { $ne: 'none' } },
    { orderBy: { id: 'asc' }, limit: 10 * consumersNamed },
  );
  return new Map(notices.map(({ consumerId, toldAt }) => [consumerId, toldAt]));
};

/** Who called a version, with the names that the asker may see. */
const callersWithNames = async (
  em: EntityManager,
  { parts, caller }: Act,
  api: Api,
  asked: { calls: VersionCalls; versionId: string; days: readonly number[] },
): Promise<Callers> => {
  const { calls, versionId, days } = asked;
  const day = days[0] ?? 0;
  const found = await callersOfVersion(parts.store, calls, { versionId, day, limit: consumersNamed + 1 });
  const ids = found.map(({ consumerId }) => consumerId);
  const courses = Map.groupBy(
    await daysOfCallers(parts.store, calls, { versionId, day, consumerIds: ids.slice(0, coursesShown) }),
    ({ consumerId }) => consumerId,
  );
  const consumers = await em.find(Consumer, { id: { $in: ids } });
  const byId = new Map(consumers.map((consumer) => [consumer.id, consumer]));
  const toldAt = await toldAtOf(em, api, ids);
  const mayReach = holds(scopesOf(caller.principal), 'consumers:read');
  return found.map(({ consumerId, lastAt, ...one }, index) => ({
    consumerId,
    name: byId.get(consumerId)?.name ?? consumerId,
    contactEmail: (mayReach && byId.get(consumerId)?.contactEmail) || null,
    ...one,
    lastAt: new Date(lastAt).toISOString(),
    perDay: index < coursesShown ? courseOf(days, courses.get(consumerId) ?? []) : null,
    toldAt: toldAt.get(consumerId)?.toISOString() ?? null,
  }));
};

const operationsOf = (
  version: ContractVersion & { operations: { operation: string }[] },
  called: ReadonlyMap<string, number>,
): Pick<VersionFigures, 'operations' | 'operationCount' | 'operationsCalled'> => {
  const all = version.operations.map(({ operation }) => {
    const day = called.get(operation);
    return { operation, lastDay: day === undefined ? null : new Date(day).toISOString() };
  });
  return {
    operations: all.slice(0, operationsShown),
    operationCount: all.length,
    operationsCalled: all.filter(({ lastDay }) => lastDay !== null).length,
  };
};

/** How a contract version is called day by day, by whom, and which of its operations are not. */
export const viewVersionFigures = async (
  em: EntityManager,
  act: Act,
  { slug, id, days: count, environment }: GetVersionFigures,
): Promise<VersionFigures> => {
  const { parts } = act;
  const now = parts.now();
  const api = await loadApi(em, slug);
  const version = await em.findOne(ContractVersion, { id, api }, { populate: ['operations'] });
  if (!version) throw new Problem('contract.not_found');
  const days = daysUpTo(now.getTime(), count);
  const since = days[0] ?? 0;
  const calls = { api: slug, environment, owner: ownerOf(em) };
  const versions = await versionsBeside(em, api, version);
  const byVersion = Map.groupBy(
    await daysOfVersions(
      parts.store,
      calls,
      versions.map((one) => one.id),
      since,
    ),
    ({ versionId }) => versionId,
  );
  const courses = versions.map((one) => {
    const perDay = courseOf(days, byVersion.get(one.id) ?? []);
    return {
      id: one.id,
      number: one.number,
      version: one.version,
      status: one.statusAt(now),
      calls: perDay.reduce((sum, each) => sum + each, 0),
      perDay,
    };
  });
  const consumers = await callersWithNames(em, act, api, { calls, versionId: id, days });
  const first = await versionCountedSince(parts.store, calls, id);
  return {
    countedSince: first === null ? null : new Date(first).toISOString(),
    days: days.map((day) => new Date(day).toISOString()),
    calls: courses.find((one) => one.id === id)?.calls ?? 0,
    versions: courses,
    consumers: consumers.slice(0, consumersNamed),
    hasMoreConsumers: consumers.length > consumersNamed,
    ...operationsOf(version, await operationsCalled(parts.store, calls, id)),
    marks: marksOf(versions, { since, now }),
  };
};
