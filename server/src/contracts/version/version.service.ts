import type { EntityManager } from '@mikro-orm/sql';
import type {
  ContractDocumentView,
  ContractStatus,
  ContractVersionDetail,
  ContractVersionKey,
  ListContractVersions,
} from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { loadApi, type VersionOfApi } from '../api/api.service.ts';
import { type Comparable, compareContracts, gateOf, judgeFor } from '../change/comparison.service.ts';
import type { Comparison, ContractReader } from '../../openapi/reader/reader.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import type { Act } from '../../platform/guard/act.ts';
import { JsonText } from '../../platform/request/json-text.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { withBar } from './kept-lint.ts';
import { ContractText, ContractVersion } from './version.entity.ts';
import { shownVersions, viewVersion } from './version-view.ts';

export { viewRef } from './version-view.ts';

/** What working with contracts takes. */
export interface ContractParts {
  parts: Parts;
  contracts: ContractReader;
}

/** {@link ContractParts}, and for whom. */
export type ContractAct = ContractParts & Act;

/** The document of a version, for comparing. */
export const comparableOf = (em: EntityManager, { sha256, bytes }: ContractVersion): Comparable => ({
  sha256,
  bytes,
  json: async () => (await em.findOneOrFail(ContractText, { sha256 })).json,
});

const viewOfApi = (version: ContractVersion, now: Date): VersionOfApi => ({
  apiId: version.api.id,
  id: version.id,
  number: version.number,
  version: version.version,
  status: version.statusAt(now),
  publishedAt: version.publishedAt ?? null,
});

/** See {@link VersionOfApi}; what `api.service.ts` asks for. */
export const findVersionsAt = (now: Date) => async (em: EntityManager, apiIds: readonly string[]) => {
  const newest: VersionOfApi[] = [];
  const published: VersionOfApi[] = [];
  for (const api of apiIds) {
    const last = await em.findOne(ContractVersion, { api }, { orderBy: { number: 'desc' } });
    if (last) newest.push(viewOfApi(last, now));
    const standing = await em.findOne(
      ContractVersion,
      { api, publishedAt: { $ne: null }, retiredAt: null },
      { orderBy: { publishedAt: 'desc', id: 'desc' } },
    );
    if (standing) published.push(viewOfApi(standing, now));
  }
  return { newest, published };
};

/** The contract version of this API, or the problem that there is none. */
export const loadVersion = async (em: EntityManager, api: Api, id: string): Promise<ContractVersion> => {
  const version = await em.findOne(ContractVersion, { id, api });
  if (!version) throw new Problem('contract.not_found');
  return version;
};

/** The newest upload of an API, or the problem that there is none. */
export const newestOf = async (em: EntityManager, api: Api): Promise<ContractVersion> => {
  const version = await em.findOne(ContractVersion, { api }, { orderBy: { number: 'desc' } });
  if (!version) throw new Problem('contract.not_found');
  return version;
};

const statusFilter = (status: ContractStatus | undefined, now: Date) => {
  if (status === undefined) return {};
  if (status === 'sunset') return { status: 'deprecated' as const, sunsetAt: { $lte: now } };
  if (status === 'deprecated')
    return { status: 'deprecated' as const, $or: [{ sunsetAt: null }, { sunsetAt: { $gt: now } }] };
  return { status };
};

/** The versions of an API, in the order that is asked for. */
export const listContracts = async (em: EntityManager, parts: Parts, query: ListContractVersions) => {
  const api = await loadApi(em, query.slug);
  const now = parts.now();
  const paging = Paging.of('versions', query);
  const { where, options } = paging.find;
  const asked = { api: api.id, ...statusFilter(query.status, now), ...where };
  const rows = await shownVersions.findWhere(em, asked, options);
  return viewPage(paging.close(rows), (version) => viewVersion(version, query.slug, now));
};

/** One version, with its lint and its gate. */
export const getContract = async (
  em: EntityManager,
  { parts, contracts }: ContractParts,
  { slug, id }: ContractVersionKey,
): Promise<ContractVersionDetail> => {
  const api = await loadApi(em, slug);
  const version = await em.findOne(ContractVersion, { id, api }, { populate: ['lint'] });
  if (!version) throw new Problem('contract.not_found');
  const lint = withBar(version.lint, api.rules.bar);
  const { changes } = await changesBefore(em, { parts, contracts }, api, { revision: version });
  return {
    ...viewVersion(version, slug, parts.now()),
    lint,
    gate: gateOf(changes, lint, parts.now()),
  };
};

/**
 * What publishing a version changes for callers, judged by the rules of its API: beside `base`, or else beside what is
 * published now.
 */
export const changesBefore = async (
  em: EntityManager,
  { parts, contracts }: ContractParts,
  api: Api,
  { revision, base: given }: { revision: ContractVersion; base?: ContractVersion | undefined },
) => {
  const base = given ?? (await earlierPublished(em, api, revision));
  const comparison = await comparedWith(em, { parts, contracts }, api, { revision, base });
  return { base, ...(await judgeFor(em, api, comparison)) };
};

/** What two versions of an API differ in, not judged yet. */
export const comparedWith = async (
  em: EntityManager,
  { parts, contracts }: ContractParts,
  api: Api,
  { revision, base }: { revision: ContractVersion; base: ContractVersion | null },
): Promise<Comparison> =>
  compareContracts(em, contracts, {
    base: base && comparableOf(em, base),
    revision: comparableOf(em, revision),
    sunsetGraceDays: api.rules.sunsetGraceDays,
    now: parts.now(),
  });

/** What stands published now; of a version that is published already, what stood before it. */
export const earlierPublished = async (em: EntityManager, api: Api, version: ContractVersion) =>
  em.findOne(
    ContractVersion,
    {
      api,
      id: { $ne: version.id },
      publishedAt: version.publishedAt ? { $lt: version.publishedAt } : { $ne: null },
      ...(version.publishedAt ? {} : { retiredAt: null }),
    },
    { orderBy: { publishedAt: 'desc', id: 'desc' } },
  );

/** The document of a version, as text: it may be 20 MiB. */
export const getContractDocument = async (
  em: EntityManager,
  { slug, id }: ContractVersionKey,
): Promise<ContractDocumentView> => {
  const { sha256 } = await loadVersion(em, await loadApi(em, slug), id);
  const text = await em.findOneOrFail(ContractText, { sha256 });
  return { id, sha256, document: new JsonText(text.json) };
};
