import {
  CountRoutes,
  CreateRoute,
  ListRoutes,
  RouteId,
  RoutePage,
  RouteView,
  UpdateRoute,
} from '@parley/shared/gateway/route';
import { RowCount } from '@parley/shared/words/page';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  countListedRoutes,
  createRoute,
  getRoute,
  listRoutes,
  prepareChangedRoute,
  prepareNewRoute,
  removeRoute,
  updateRoute,
} from './route.service.ts';
import { routeTag } from './route-view.ts';

const tags = ['Routes'];

export const routeRouter = router({
  list: guarded('routes:read', {
    openapi: {
      method: 'GET',
      path: '/v1/routes',
      operationId: 'listRoutes',
      summary: 'List routes',
      tags,
    },
  })
    .input(ListRoutes)
    .output(RoutePage)
    .query(({ ctx, input }) => listRoutes(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('routes:read')
    .input(CountRoutes)
    .output(RowCount)
    .query(({ ctx, input }) => countListedRoutes(ctx.em, input)),

  get: guarded('routes:read', {
    tag: routeTag,
    openapi: {
      method: 'GET',
      path: '/v1/routes/{id}',
      operationId: 'getRoute',
      summary: 'Read a route',
      tags,
    },
  })
    .input(RouteId)
    .output(RouteView)
    .query(({ ctx, input }) => getRoute(ctx.em, input.id)),

  create: guarded('routes:write', {
    location: '/v1/routes/{id}',
    tag: routeTag,
    status: 201,
    idempotency: 'door',
    prepare: prepareNewRoute,
    openapi: {
      method: 'POST',
      path: '/v1/routes',
      operationId: 'createRoute',
      summary: 'Create a route',
      description:
        'Calls to `/gateway/{api}/` go to its upstreams from then on, within a second in every process.',
      tags,
    },
  })
    .input(CreateRoute)
    .output(RouteView)
    .mutation(({ ctx, input }) => createRoute(ctx.em, ctx, input)),

  update: guarded('routes:write', {
    takesIfMatch: true,
    tag: routeTag,
    idempotency: 'door',
    prepare: prepareChangedRoute,
    openapi: {
      method: 'PATCH',
      path: '/v1/routes/{id}',
      operationId: 'updateRoute',
      summary: 'Change a route',
      description: 'It counts from the next call on, within a second in every process.',
      tags,
    },
  })
    .input(UpdateRoute)
    .output(RouteView)
    .mutation(({ ctx, input }) => updateRoute(ctx.em, ctx, input)),

  remove: guarded('routes:write', {
    takesIfMatch: true,
    status: 204,
    idempotency: 'door',
    openapi: {
      method: 'DELETE',
      path: '/v1/routes/{id}',
      operationId: 'removeRoute',
      summary: 'Remove a route',
      description: 'Calls under way end as they would have.',
      tags,
    },
  })
    .input(RouteId)
    .output(z.void())
    .mutation(({ ctx, input }) => removeRoute(ctx.em, ctx, input.id)),
});
