import type { EntityManager } from '@mikro-orm/sql';
import type { SearchHit, SearchInput } from '@parley/shared/overview/search';
import type { Scope } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import { Api } from '../../contracts/api/api.entity.ts';
import { ContractNotice } from '../../contracts/notice/notice.entity.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import type { SearchHit as IndexHit } from '../../platform/search/search-index.service.ts';
import type { SearchKind } from '../../platform/search/search-kinds.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';

/** Who looks, for what, and when. */
export interface Looking {
  em: EntityManager;
  held: ReadonlySet<Scope>;
  input: SearchInput;
  now: Date;
}

/** A result whose owner has no name yet. */
export type Named = Omit<SearchHit, 'consumerName'>;

type View = Omit<Named, 'kind' | 'grade'>;

/** The rows of some ids as they are now, by id; what the caller may not see is not among them. */
type Views = (looking: Looking, ids: readonly string[]) => Promise<Map<string, View>>;

const bare = {
  detail: null,
  state: null,
  environment: null,
  consumerId: null,
  apiSlug: null,
  versionId: null,
};

const byId = <Row extends { id: string }>(
  rows: readonly Row[],
  view: (row: Row) => View,
): Map<string, View> => new Map(rows.map((row) => [row.id, view(row)]));

const isoOf = (at: Date): string => at.toISOString();

const consumers: Views = async ({ em }, ids) =>
  byId(await em.find(Consumer, { id: { $in: [...ids] } }), (row) => ({
    ...bare,
    id: row.id,
    title: row.name,
    detail: row.contactEmail ?? row.description ?? null,
    state: row.status,
    consumerId: row.id,
    at: isoOf(row.createdAt),
  }));

const apiKeys: Views = async ({ em, now }, ids) =>
  byId(await em.find(ApiKey, { id: { $in: [...ids] } }), (row) => ({
    ...bare,
    id: row.id,
    title: row.name,
    detail: row.hint,
    state: row.status(now),
    environment: row.environment,
    consumerId: row.consumer.id,
    at: isoOf(row.createdAt),
  }));

const stateOf = ({ disabledReason, pausedUntil }: Endpoint, now: Date): string => {
  if (disabledReason) return 'disabled';
  return pausedUntil != null && pausedUntil > now.getTime() ? 'paused' : 'enabled';
};

const endpoints: Views = async ({ em, now }, ids) =>
  byId(await em.find(Endpoint, { id: { $in: [...ids] }, removedAt: null }), (row) => ({
    ...bare,
    id: row.id,
    title: row.url,
    detail: row.description ?? null,
    state: stateOf(row, now),
    environment: row.environment,
    consumerId: row.consumer.id,
    at: isoOf(row.createdAt),
  }));

const eventTypes: Views = async ({ em }, ids) =>
  new Map(
    (await em.find(EventType, { id: { $in: [...ids] } })).map((row) => [
      row.id,
      { ...bare, id: row.name, title: row.name, detail: row.description || null, at: isoOf(row.createdAt) },
    ]),
  );

const staff: Views = async ({ em }, ids) =>
  byId(await em.find(Staff, { id: { $in: [...ids] } }), (row) => ({
    ...bare,
    id: row.id,
    title: row.name ?? row.email,
    detail: row.name == null ? row.role : `${row.email} · ${row.role}`,
    state: row.status(),
    at: isoOf(row.createdAt),
  }));

const apis: Views = async ({ em }, ids) =>
  byId(await em.find(Api, { id: { $in: [...ids] } }), (row) => ({
    ...bare,
    id: row.id,
    title: row.name,
    detail: row.description ?? row.slug,
    apiSlug: row.slug,
    at: isoOf(row.createdAt),
  }));

const versions: Views = async ({ em, now }, ids) =>
  byId(await em.find(ContractVersion, { id: { $in: [...ids] } }, { populate: ['api'] }), (row) => ({
    ...bare,
    id: row.id,
    title: `${row.title} ${row.version}`,
    detail: `${row.api.name} · number ${row.number}`,
    state: row.statusAt(now),
    apiSlug: row.api.slug,
    versionId: row.id,
    at: isoOf(row.createdAt),
  }));

const channels = { event: 'told by event', mail: 'told by mail', none: 'not told' } as const;

const notices: Views = async ({ em }, ids) =>
  byId(
    await em.find(ContractNotice, { id: { $in: [...ids] } }, { populate: ['version', 'version.api'] }),
    (row) => ({
      ...bare,
      id: row.id,
      title: `${row.version.title} ${row.version.version}`,
      detail: `${row.changeCount} ${row.changeCount === 1 ? 'change' : 'changes'}, ${channels[row.channel]}`,
      state: row.channel,
      consumerId: row.consumerId,
      apiSlug: row.version.api.slug,
      versionId: row.version.id,
      at: isoOf(row.toldAt),
    }),
  );

const apiOf = (operation: string): string => operation.split('#', 1)[0] ?? '';

/** Of an operation there is nothing but its entry: it is one of the newest published version of its API. */
const operations = async ({ em }: Looking, hits: readonly IndexHit[]): Promise<Map<string, View>> => {
  const views = new Map<string, View>();
  for (const id of new Set(hits.map(({ objectId }) => apiOf(objectId)))) {
    const [version] = await em.find(
      ContractVersion,
      { api: id, status: 'published' },
      { populate: ['api'], orderBy: { publishedAt: 'desc', id: 'desc' }, limit: 1 },
    );
    if (!version) continue;
    for (const { objectId, title, words } of hits.filter((hit) => apiOf(hit.objectId) === id))
      views.set(objectId, {
        ...bare,
        id: title,
        title,
        detail: words === title ? version.api.name : `${words} · ${version.api.name}`,
        apiSlug: version.api.slug,
        versionId: version.id,
        at: null,
      });
  }
  return views;
};

const views: Record<Exclude<SearchKind, 'operation'>, Views> = {
  consumer: consumers,
  api_key: apiKeys,
  endpoint: endpoints,
  event_type: eventTypes,
  staff,
  api: apis,
  contract_version: versions,
  notice: notices,
};

/** The first of what the index found, as it is now and as far as the caller may see it. */
export const viewsOf = async (
  looking: Looking,
  kind: SearchKind,
  hits: readonly IndexHit[],
): Promise<Named[]> => {
  const first = hits.slice(0, looking.input.limit);
  const ids = first.map(({ objectId }) => objectId);
  const found = kind === 'operation' ? await operations(looking, first) : await views[kind](looking, ids);
  return first.flatMap(({ objectId, grade }): Named[] => {
    const view = found.get(objectId);
    return view ? [{ ...view, kind, grade }] : [];
  });
};
