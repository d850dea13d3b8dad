import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type CountRoutes,
  CreateRoute,
  type ListRoutes,
  type RouteView,
  UpdateRoute,
} from '@parley/shared/gateway/route';
import type { RowCount } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { loadApi } from '../../contracts/api/api.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { countRowsOf, pageOfIds, rowsInOrder } from '../../platform/database/list-page.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Prepared } from '../../platform/guard/prepared.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { bumpRevision } from '../../platform/revision/revision.service.ts';
import { newId } from '../../platform/secret/id.ts';
import { Route } from './route.entity.ts';
import { type RouteRing, routesRevision } from './route-ring.service.ts';
import { matchKeyOf, routeTag, viewRoute } from './route-view.ts';

type Acting = Act & { routes: RouteRing };

const listed: ListedTable = {
  table: 'route',
  prefix: 'rte',
  ways: [],
  values: {},
  examined: examinedOfSmall,
  // They are of the company: whoever may read them reads all.
  ownedBy: () => ({}),
};

/** Routes, newest first. */
export const listRoutes = async (em: EntityManager, query: ListRoutes) => {
  const { ids, cursors } = await pageOfIds(em, listed, {
    where: { api: query.api, status: query.status },
    paging: Paging.of('routes', query),
  });
  const rows = await rowsInOrder(ids, async (id) => em.find(Route, { id }));
  return { items: rows.map(viewRoute), ...cursors };
};

/** How many routes such a list has. */
export const countListedRoutes = async (em: EntityManager, query: CountRoutes): Promise<RowCount> =>
  countRowsOf(em, listed, { where: { api: query.api, status: query.status } });

/** One route. */
export const getRoute = async (em: EntityManager, id: string): Promise<RouteView> => {
  const route = await em.findOne(Route, { id });
  if (!route) throw new Problem('route.not_found');
  return viewRoute(route);
};

/** Why an upstream may not be called, found out before the transaction. */
const refusals = new Prepared<string | null>();

const findRefusal = async ({ parts }: Act, url: string): Promise<string | null> => {
  const refusal = await parts.outbound.refusalOf(url);
  if (refusal !== null) return refusal;
  const { search, hash } = new URL(url);
  return search || hash || /[?#]/.test(url) ? 'An upstream has no query and no fragment.' : null;
};

const prepareWith =
  (schema: typeof CreateRoute | typeof UpdateRoute) =>
  async (act: Act, input: unknown): Promise<void> => {
    const read = schema.safeParse(input);
    if (!read.success) return;
    for (const { url } of read.data.upstreams ?? [])
      await refusals.prepare(act.caller, url, async () => findRefusal(act, url));
  };

/** Look the upstreams of a route up, which no transaction may wait for. They pass over what is no input. */
export const prepareNewRoute = prepareWith(CreateRoute);
export const prepareChangedRoute = prepareWith(UpdateRoute);

const checkUpstreams = async (act: Act, upstreams: RouteView['upstreams']): Promise<void> => {
  const errors: FieldError[] = [];
  for (const [index, { url }] of upstreams.entries()) {
    const refusal = await refusals.take(act.caller, url, async () => findRefusal(act, url));
    if (refusal !== null) errors.push({ path: `/upstreams/${index}/url`, message: refusal });
  }
  const [first] = errors;
  if (first) throw new Problem('route.upstream_refused', { detail: first.message, errors });
};

const taken = (error: unknown): never => {
  throw error instanceof UniqueConstraintViolationException ? new Problem('route.taken') : error;
};

/** Makes a route. Every gateway goes by it within a second. */
export const createRoute = async (
  em: EntityManager,
  { parts, caller, routes }: Acting,
  input: CreateRoute,
): Promise<RouteView> => {
  const now = parts.now();
  await checkUpstreams({ parts, caller }, input.upstreams);
  await loadApi(em, input.api);
  try {
    const view = await em.transactional(async (tx) => {
      const route = tx.create(Route, {
        id: newId('rte', now.getTime()),
        ...input,
        matchKey: matchKeyOf(input.match),
        status: 'active',
        createdAt: now,
        updatedAt: now,
      });
      await tx.flush();
      await bumpRevision(tx, routesRevision);
      await recordAudit(tx, caller, {
        action: 'route.create',
        targetId: route.id,
        changes: changesBetween({}, input),
        at: now,
      });
      return viewRoute(route);
    });
    routes.forget();
    return view;
  } catch (error) {
    return taken(error);
  }
};

/** Changes a route, from the next call on. */
export const updateRoute = async (
  em: EntityManager,
  { parts, caller, routes, ifMatch }: Acting,
  { id, ...input }: UpdateRoute,
): Promise<RouteView> => {
  const now = parts.now();
  if (input.upstreams) await checkUpstreams({ parts, caller }, input.upstreams);
  try {
    const view = await em.transactional(async (tx) => {
      const route = await lockRow(tx, Route, { id });
      if (!route) throw new Problem('route.not_found');
      const before = viewRoute(route);
      routeTag.assertExpected(ifMatch, before);
      const patch = given(input);
      const changes = changesBetween(before, patch);
      if (Object.keys(changes).length === 0) return before;
      tx.assign(route, {
        ...patch,
        ...(patch.match && { matchKey: matchKeyOf(patch.match) }),
        updatedAt: now,
      });
      await tx.flush();
      await bumpRevision(tx, routesRevision);
      await recordAudit(tx, caller, { action: 'route.update', targetId: id, changes, at: now });
      return viewRoute(route);
    });
    routes.forget();
    return view;
  } catch (error) {
    return taken(error);
  }
};

/** Removes a route: calls to it find nothing from the next one on. Those under way end as they would have. */
export const removeRoute = async (
  em: EntityManager,
  { parts, caller, routes, ifMatch }: Acting,
  id: string,
): Promise<void> => {
  await em.transactional(async (tx) => {
    const route = await lockRow(tx, Route, { id });
    if (!route) throw new Problem('route.not_found');
    routeTag.assertExpected(ifMatch, viewRoute(route));
    await tx.nativeDelete(Route, { id });
    await bumpRevision(tx, routesRevision);
    await recordAudit(tx, caller, {
      action: 'route.remove',
      targetId: id,
      changes: { api: { before: route.api } },
      at: parts.now(),
    });
  });
  routes.forget();
};
