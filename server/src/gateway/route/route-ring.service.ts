import { RouteMatch, RoutePolicy, Upstream } from '@parley/shared/gateway/route';
import { z } from 'zod';
import type { Reader, Store } from '../../platform/database/store.ts';
import { afterCommit } from '../../platform/request/transaction-mark.ts';
import { revisionOf } from '../../platform/revision/revision.service.ts';

/** What counts changes of routes. */
export const routesRevision = 'routes';

/** A route, ready to be gone by. */
export interface ServedRoute {
  id: string;
  api: string;
  match: RouteMatch;
  upstreams: readonly Upstream[];
  policy: RoutePolicy;
}

/** What a route is found by: of a call, its path below the API, its host and its headers. */
export interface RouteCall {
  path: string;
  host: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

interface RouteRow {
  id: string;
  api: string;
  match: unknown;
  upstreams: unknown;
  policy: unknown;
}

type Table = ReadonlyMap<string, readonly ServedRoute[]>;

/** How long another process may still go by a route as it was, in milliseconds. Here a change counts at once. */
const trustMs = 500;

const fromJson = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

const rank = { header: 0, host: 1, path: 2, any: 3 } as const;

const lengthOf = (match: RouteMatch): number => (match.by === 'path' ? match.prefix.length : 0);

/** In the order in which they are asked. */
const before = (one: ServedRoute, other: ServedRoute): number => {
  const byKind = rank[one.match.by] - rank[other.match.by];
  if (byKind !== 0) return byKind;
  return lengthOf(other.match) - lengthOf(one.match) || (one.id < other.id ? -1 : 1);
};

const takes = ({ match }: ServedRoute, { path, host, headers }: RouteCall): boolean => {
  if (match.by === 'any') return true;
  if (match.by === 'header') return headers[match.name.toLowerCase()] === match.value;
  if (match.by === 'host') return host === match.host;
  return path === match.prefix || path.startsWith(`${match.prefix}/`);
};

const readTable = async (reader: Reader): Promise<Table> => {
  const rows = await reader.all<RouteRow>(
    `select id, api, "match", upstreams, policy from route where status = 'active' order by id limit 10000`,
  );
  const table = new Map<string, ServedRoute[]>();
  for (const row of rows) {
    const routes = table.get(row.api) ?? [];
    routes.push({
      id: row.id,
      api: row.api,
      match: RouteMatch.parse(fromJson(row.match)),
      upstreams: z.array(Upstream).parse(fromJson(row.upstreams)),
      policy: RoutePolicy.parse(fromJson(row.policy)),
    });
    table.set(row.api, routes);
  }
  for (const routes of table.values()) routes.sort(before);
  return table;
};

/**
 * All routes of this Parley, in memory. Every half second somebody who calls asks whether they changed, by one number; they
 * are read again only then.
 */
export class RouteRing {
  readonly #store: Store;
  readonly #now: () => Date;
  #table: Table = new Map();
  #revision = -1;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | undefined;
  #generation = 0;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** The route that takes this call, or `null`. */
  async find(api: string, call: RouteCall): Promise<ServedRoute | null> {
    await this.#fresh();
    return this.#table.get(api)?.find((route) => takes(route, call)) ?? null;
  }

  /** Every route that is served. */
  async all(): Promise<ServedRoute[]> {
    await this.#fresh();
    return [...this.#table.values()].flat();
  }

  /** Has them asked for again at the next call; call it after one changed. It is done once that is committed. */
  forget(): void {
    afterCommit(() => {
      this.#generation += 1;
      this.#checkedAt = Number.NEGATIVE_INFINITY;
      this.#checking = undefined;
    });
  }

  async #fresh(): Promise<void> {
    const age = this.#now().getTime() - this.#checkedAt;
    if (age >= 0 && age < trustMs) return;
    this.#checking ??= this.#check();
    await this.#checking;
  }

  async #check(): Promise<void> {
    const generation = this.#generation;
    const at = this.#now().getTime();
    try {
      // The number first: routes that change in between are read once more, and never too few times.
      const revision = await revisionOf(this.#store.near, [routesRevision]);
      const table = revision === this.#revision ? this.#table : await readTable(this.#store.near);
      if (generation !== this.#generation) return;
      this.#table = table;
      this.#revision = revision;
      this.#checkedAt = at;
    } finally {
      if (generation === this.#generation) this.#checking = undefined;
    }
  }
}
