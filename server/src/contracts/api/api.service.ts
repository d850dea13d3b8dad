import type { Act } from '../../platform/guard/act.ts';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  ApiRules,
  ApiView,
  type CreateApi,
  type ListApis,
  type UpdateApi,
} from '@parley/shared/contracts/api';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { onceMoreIfTaken } from '../../platform/database/conflict.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { newId } from '../../platform/secret/id.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Api } from './api.entity.ts';

/** A contract version as the view of its API names it. */
export interface VersionOfApi {
  apiId: string;
  id: string;
  number: number;
  version: string;
  status: string;
  publishedAt: Date | null;
}

/** Of each of these APIs, the newest contract version and the one that was published last and still stands. */
export type FindVersions = (
  em: EntityManager,
  apiIds: readonly string[],
) => Promise<{ newest: VersionOfApi[]; published: VersionOfApi[] }>;

/** What an API is told by in `ETag`. Its versions come and go by themselves. */
export const apiTag = new EntityTag(ApiView, ['versionCount', 'newest', 'published']);

const shownApis = new PlainRows(
  Api,
  ['id', 'slug', 'name', 'description', 'isBuiltIn', 'rules', 'versionCount', 'createdAt', 'updatedAt'],
  {},
);
type ShownApi = RowIn<typeof shownApis>;

const viewApis = async (
  em: EntityManager,
  find: FindVersions,
  apis: readonly ShownApi[],
): Promise<ApiView[]> => {
  const { newest, published } = await find(
    em,
    apis.map(({ id }) => id),
  );
  return apis.map((api) => {
    const last = newest.find(({ apiId }) => apiId === api.id);
    const standing = published.find(({ apiId }) => apiId === api.id);
    return {
      slug: api.slug,
      name: api.name,
      description: api.description ?? null,
      isBuiltIn: api.isBuiltIn,
      rules: ApiRules.parse(api.rules),
      versionCount: api.versionCount,
      newest: last ? { id: last.id, number: last.number, version: last.version, status: last.status } : null,
      published: standing?.publishedAt
        ? {
            id: standing.id,
            number: standing.number,
            version: standing.version,
            at: standing.publishedAt.toISOString(),
          }
        : null,
      createdAt: api.createdAt.toISOString(),
      updatedAt: api.updatedAt.toISOString(),
    };
  });
};

const viewApi = async (em: EntityManager, find: FindVersions, api: ShownApi): Promise<ApiView> => {
  const [view] = await viewApis(em, find, [api]);
  if (!view) throw new Error(`${api.slug} has no view.`);
  return view;
};

/** The API of this slug, or the problem that there is none. */
export const loadApi = async (em: EntityManager, slug: string): Promise<Api> => {
  const api = await em.findOne(Api, { slug });
  if (!api) throw new Problem('api.not_found');
  return api;
};

/** The same, locked until the transaction ends: its versions, rules and acceptances change one after the other. */
export const lockApi = async (tx: EntityManager, slug: string): Promise<Api> => {
  const api = await lockRow(tx, Api, { slug });
  if (!api) throw new Problem('api.not_found');
  return api;
};

/** All APIs, in the order that is asked for. */
export const listApis = async (em: EntityManager, find: FindVersions, query: ListApis) => {
  const paging = Paging.of('apis', query);
  const { where, options } = paging.find;
  const { items, ...cursors } = paging.close(await shownApis.findWhere(em, where, options));
  return { items: await viewApis(em, find, items), ...cursors };
};

/** One API. */
export const getApi = async (em: EntityManager, find: FindVersions, slug: string): Promise<ApiView> =>
  viewApi(em, find, await loadApi(em, slug));

const addApi = async (
  tx: EntityManager,
  { parts, caller }: Act,
  { slug, name, description, rules, isBuiltIn = false }: CreateApi & { isBuiltIn?: boolean },
): Promise<Api> => {
  const now = parts.now();
  const api = tx.create(Api, {
    id: newId('api', now.getTime()),
    slug,
    name,
    description: description ?? null,
    isBuiltIn,
    rules: rules ?? ApiRules.parse({}),
    versionCount: 0,
    createdAt: now,
    updatedAt: now,
  });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'api.create',
    targetId: slug,
    changes: { name: { after: name } },
    at: now,
  });
  return api;
};

/** Creates an API. A slug is taken once. */
export const createApi = async (
  em: EntityManager,
  { parts, caller }: Act,
  find: FindVersions,
  input: CreateApi,
): Promise<ApiView> => {
  try {
    return await em.transactional(async (tx) =>
      viewApi(tx, find, await addApi(tx, { parts, caller }, input)),
    );
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) throw new Problem('api.slug_taken');
    throw error;
  }
};

/** Creates an API unless there is one of this slug. However many ask at once, there is one. */
export const ensureApi = async (
  em: EntityManager,
  act: Act,
  api: CreateApi & { isBuiltIn?: boolean },
): Promise<void> =>
  onceMoreIfTaken(async () =>
    em.transactional(async (tx) => {
      if ((await tx.count(Api, { slug: api.slug })) === 0) await addApi(tx, act, api);
    }),
  );

/** Changes what is given of an API. */
export const updateApi = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  find: FindVersions,
  { slug, ...input }: UpdateApi,
): Promise<ApiView> =>
  em.transactional(async (tx) => {
    const api = await lockApi(tx, slug);
    if (typeof ifMatch === 'string') apiTag.assertExpected(ifMatch, await viewApi(tx, find, api));
    const { name, description, rules } = api;
    const changes = changesBetween({ name, description, rules }, given(input));
    tx.assign(api, { ...given(input), updatedAt: parts.now() });
    await tx.flush();
    await recordAudit(tx, caller, { action: 'api.update', targetId: slug, changes, at: parts.now() });
    return viewApi(tx, find, api);
  });
