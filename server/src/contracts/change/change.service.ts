import type { EntityManager } from '@mikro-orm/sql';
import type {
  ChangelogView,
  ChangeOperationsPage,
  ChangesView,
  GetChangelog,
  ListChangeOperations,
  ListChanges,
} from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { loadApi } from '../api/api.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { Problem } from '../../platform/request/problem.ts';
import { ContractVersion } from '../version/version.entity.ts';
import {
  changesBefore,
  type ContractParts,
  earlierPublished,
  loadVersion,
  newestOf,
  viewRef,
} from '../version/version.service.ts';
import { writeChangelog } from './changelog.ts';

type Span = Pick<ListChanges, 'slug' | 'from' | 'to'>;

/** Where nothing was published before a draft, what was uploaded before it. */
const uploadedBefore = async (em: EntityManager, api: Api, revision: ContractVersion) =>
  revision.publishedAt || (await earlierPublished(em, api, revision))
    ? undefined
    : ((await em.findOne(
        ContractVersion,
        { api, number: { $lt: revision.number } },
        { orderBy: { number: 'desc' } },
      )) ?? undefined);

const compared = async (em: EntityManager, contract: ContractParts, { slug, from, to }: Span) => {
  const api = await loadApi(em, slug);
  const revision = to === undefined ? await newestOf(em, api) : await loadVersion(em, api, to);
  const base =
    from === undefined ? await uploadedBefore(em, api, revision) : await loadVersion(em, api, from);
  return { api, revision, ...(await changesBefore(em, contract, api, { revision, base })) };
};

/** What changed between two versions, judged by the rules of the API. */
export const listChanges = async (
  em: EntityManager,
  contract: ContractParts,
  span: ListChanges,
): Promise<ChangesView> => {
  const { base, revision, changes, counts, advice } = await compared(em, contract, span);
  const now = contract.parts.now();
  return {
    base: base && viewRef(base, now),
    revision: viewRef(revision, now),
    changes,
    counts,
    advice,
  };
};

/** The places that a page looks at, and one more: on from the last one, or before the first one. */
const walkOf = ({ past, limit, isRising: isBackwards }: Paging, count: number) => {
  const at = past === undefined ? undefined : Math.max(0, Math.trunc(Number(past)) || 0);
  const start = isBackwards ? Math.max(0, (at ?? count) - limit - 1) : (at ?? -1) + 1;
  return { start, count: isBackwards ? (at ?? count) - start : limit + 1 };
};

/** All operations that a change reaches, in the order of the contract. Their ids in cursors are their places in it. */
export const listChangeOperations = async (
  em: EntityManager,
  contract: ContractParts,
  { fingerprint, ...query }: ListChangeOperations,
): Promise<ChangeOperationsPage> => {
  const { limit: _limit, cursor: _cursor, ...versions } = query;
  const paging = Paging.of(`contract_change.operations ${fingerprint}`, query);
  const { changes, reached } = await compared(em, contract, versions);
  const change = changes.find((one) => one.fingerprint === fingerprint);
  if (!change) throw new Problem('contract_change.not_found');
  const { operationCount } = change;
  const span = walkOf(paging, operationCount);
  const rows = reached
    .list(fingerprint, span)
    .map((operation, index) => ({ id: String(span.start + index), operation }));
  return {
    ...viewPage(paging.close(paging.isRising ? rows.toReversed() : rows), ({ operation }) => operation),
    operationCount,
  };
};

/** The same for people and feed readers. */
export const getChangelog = async (
  em: EntityManager,
  contract: ContractParts,
  { format, ...span }: GetChangelog,
): Promise<ChangelogView> => {
  const { api, base, revision, changes, advice } = await compared(em, contract, span);
  return writeChangelog(
    {
      apiName: api.name,
      url: `${contract.parts.publicUrl}/apis/${api.slug}/versions/${revision.id}`,
      base: base && { version: base.version, number: base.number },
      revision: {
        id: revision.id,
        version: revision.version,
        number: revision.number,
        createdAt: revision.createdAt.toISOString(),
        publishedAt: revision.publishedAt?.toISOString() ?? null,
      },
      changes,
      advice,
    },
    format,
  );
};
