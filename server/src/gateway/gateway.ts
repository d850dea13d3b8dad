import type { Wing } from '../platform/process/wing.ts';
import { Route } from './route/route.entity.ts';
import { routeRouter } from './route/route.router.ts';

/** The doors of the APIs that the company runs. */
export const gateway = {
  routers: { route: routeRouter },
  entities: [Route],
  tags: [['Routes', 'Where calls of an API go, and what is asked of them.']],
} satisfies Wing;
