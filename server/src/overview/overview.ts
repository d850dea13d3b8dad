import type { Wing } from '../platform/process/wing.ts';
import { homeRouter } from './home/home.router.ts';
import { inspectRouter } from './inspect/inspect.router.ts';

/** What needs a look, across all wings. */
export const overview = {
  routers: { home: homeRouter, inspect: inspectRouter },
  entities: [],
  tags: [],
} satisfies Wing;
