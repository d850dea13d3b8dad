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
import { cursorAfter, idOfCursor } from '../../platform/database/cursor.ts';
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

const beginningOf = (cursor: string | undefined): number => {
  const start = cursor === undefined ? 0 : Number(idOfCursor(cursor).replace(/^op-/, ''));
  if (Number.isSafeInteger(start) && start >= 0) return start;
  throw new Problem('request.invalid', {
    errors: [{ path: '/cursor', message: 'The `nextCursor` of an earlier page.' }],
  });
};

/** All operations that a change reaches, in the order of the contract. */
export const listChangeOperations = async (
  em: EntityManager,
  contract: ContractParts,
  { fingerprint, limit, cursor, ...span }: ListChangeOperations,
): Promise<ChangeOperationsPage> => {
  const start = beginningOf(cursor);
  const { changes, reached } = await compared(em, contract, span);
  const change = changes.find((one) => one.fingerprint === fingerprint);
  if (!change) throw new Problem('contract_change.not_found');
  const end = start + limit;
  return {
    items: reached.list(fingerprint, { start, count: limit }),
    operationCount: change.operationCount,
    nextCursor: end < change.operationCount ? cursorAfter(`op-${end}`) : null,
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
