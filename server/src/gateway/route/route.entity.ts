import { defineEntity, p } from '@mikro-orm/core';
import { type RouteMatch, type RoutePolicy, RouteStatus, type Upstream } from '@parley/shared/gateway/route';

const RouteSchema = defineEntity({
  name: 'Route',
  uniques: [{ properties: ['api', 'matchKey'] }],
  properties: {
    id: p.string().length(40).primary(),
    /** The slug of the API, which never changes. */
    api: p.string().length(64),
    match: p.json().$type<RouteMatch>(),
    /** The match as one text: of two routes of one API that take the same calls, nobody could say which one does. */
    matchKey: p.string().length(300),
    status: p.enum(RouteStatus.options),
    upstreams: p.json().$type<Upstream[]>(),
    policy: p.json().$type<RoutePolicy>(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** Where calls of an API go, and what is asked of them. */
export class Route extends RouteSchema.class {}
RouteSchema.setClass(Route);
