import type { EntityManager } from '@mikro-orm/sql';
import type {
  ChangelogView,
  ChangesView,
  GetChangelog,
  ListChanges,
} from '@parley/shared/contracts/contract';
import { loadApi } from '../api/api.service.ts';
import {
  changesBefore,
  type ContractParts,
  loadVersion,
  newestOf,
  viewRef,
} from '../version/version.service.ts';
import { writeChangelog } from './changelog.ts';

const compared = async (em: EntityManager, contract: ContractParts, { slug, from, to }: ListChanges) => {
  const api = await loadApi(em, slug);
  const revision = to === undefined ? await newestOf(em, api) : await loadVersion(em, api, to);
  const base = from === undefined ? undefined : await loadVersion(em, api, from);
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
