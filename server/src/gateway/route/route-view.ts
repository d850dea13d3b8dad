import { type RouteMatch, RoutePolicy, RouteView } from '@parley/shared/gateway/route';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { Route } from './route.entity.ts';

/** What a route is told by in `ETag`. */
export const routeTag = new EntityTag(RouteView);

/** A match as one text, the same for two that take the same calls. */
export const matchKeyOf = (match: RouteMatch): string => {
  if (match.by === 'path') return `path ${match.prefix}`;
  if (match.by === 'host') return `host ${match.host}`;
  return match.by === 'header' ? `header ${match.name.toLowerCase()} ${match.value}` : 'any';
};

/** What people see of a route. A policy that was stored before it had a field has the default of it. */
export const viewRoute = (route: Route): RouteView => ({
  id: route.id,
  api: route.api,
  match: route.match,
  status: route.status,
  upstreams: route.upstreams,
  policy: RoutePolicy.parse(route.policy),
  createdAt: route.createdAt.toISOString(),
  updatedAt: route.updatedAt.toISOString(),
});
