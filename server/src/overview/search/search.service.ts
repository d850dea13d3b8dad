import type { EntityManager } from '@mikro-orm/sql';
import {
  SearchKind,
  type SearchGrade,
  type SearchGroup,
  type SearchHit,
  type SearchInput,
  type SearchView,
} from '@parley/shared/overview/search';
import { holds, type Scope } from '@parley/shared/scope';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { type KindHits, searchIndex } from '../../platform/search/search-index.service.ts';
import { deliveriesBy, eventsBy, recoveriesBy } from './found-traffic.ts';
import { type Named, type Looking, viewsOf } from './found-nouns.ts';

/** What somebody has to hold to find one: what its own page asks for. */
const scopeOf: Record<SearchKind, Scope> = {
  consumer: 'consumers:read',
  api_key: 'api-keys:read',
  endpoint: 'endpoints:read',
  event_type: 'event-types:read',
  event: 'events:read',
  delivery: 'deliveries:read',
  recovery: 'deliveries:read',
  api: 'contracts:read',
  contract_version: 'contracts:read',
  operation: 'contracts:read',
  notice: 'contracts:read',
  staff: 'staff:read',
};

/** So many of a kind are counted. */
const countedMax = 100;

const grades: readonly SearchGrade[] = ['exact', 'prefix', 'word', 'part', 'similar'];

const traffic = { event: eventsBy, delivery: deliveriesBy, recovery: recoveriesBy };
const isTraffic = (kind: SearchKind): kind is keyof typeof traffic => Object.hasOwn(traffic, kind);
type NamedKind = Exclude<SearchKind, keyof typeof traffic>;
const isNamed = (kind: SearchKind): kind is NamedKind => !isTraffic(kind);

/** What was found of a kind, before whose it is has a name. */
interface Group {
  kind: SearchKind;
  hits: Named[];
  count: number;
  isMore: boolean;
}

const groupOf = async (looking: Looking, { kind, hits, isMore }: KindHits): Promise<Group> => {
  const found = await viewsOf(looking, kind, hits);
  // What the index still has and its table has no more is not counted.
  const gone = Math.min(hits.length, looking.input.limit) - found.length;
  return { kind, hits: found, count: Math.max(found.length, hits.length - gone), isMore };
};

const nameOwners = async ({ em, held }: Looking, groups: readonly Group[]): Promise<SearchGroup[]> => {
  const ids = new Set(groups.flatMap(({ hits }) => hits.flatMap(({ consumerId }) => consumerId ?? [])));
  const mayRead = holds(held, 'consumers:read') && ids.size > 0;
  const consumers = mayRead ? await em.find(Consumer, { id: { $in: [...ids] } }) : [];
  const names = new Map(consumers.map(({ id, name }) => [id, name]));
  const named = (hit: Named): SearchHit => ({
    ...hit,
    consumerName: names.get(hit.consumerId ?? '') ?? null,
  });
  return groups.map((group) => ({ ...group, hits: group.hits.map(named) }));
};

const bestOf = ({ hits }: Group): number => Math.min(...hits.map(({ grade }) => grades.indexOf(grade)));

const wantedKinds = (held: ReadonlySet<Scope>, { kind }: SearchInput): SearchKind[] => {
  const asked = kind === undefined ? SearchKind.options : [kind].flat();
  return SearchKind.options.filter((one) => asked.includes(one) && holds(held, scopeOf[one]));
};

/** What the index finds. */
const namedGroups = async (looking: Looking, { store }: Parts, kinds: NamedKind[]) => {
  const { q, environment } = looking.input;
  const found = await searchIndex(looking.em, store, { q, kinds, most: countedMax, environment });
  const groups = await Promise.all(found.kinds.map(async (hits) => groupOf(looking, hits)));
  return { groups, isComplete: found.isComplete };
};

/**
 * What has the words of a search, by kind, of what the caller may read: names and what describes them by the index, events,
 * deliveries and recoveries by their ids and subjects. The kind with the best result comes first.
 */
export const search = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: SearchInput,
): Promise<SearchView> => {
  const held = scopesOf(caller.principal);
  const searched = wantedKinds(held, input);
  const looking = { em, held, input, now: parts.now() };
  // At once: each trip to the database waits for no other.
  const [named, ...ofTraffic] = await Promise.all([
    namedGroups(looking, parts, searched.filter(isNamed)),
    ...searched.filter(isTraffic).map(async (kind) => ({ kind, ...(await traffic[kind](looking)) })),
  ]);
  const found = [...named.groups, ...ofTraffic].filter(({ hits }) => hits.length > 0);
  const order = (one: Group): number => searched.indexOf(one.kind);
  const sorted = found.toSorted((a, b) => bestOf(a) - bestOf(b) || order(a) - order(b));
  return { groups: await nameOwners(looking, sorted), searched, isComplete: named.isComplete };
};
