import { createRoute, createRouter } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from '../lib/address/search-params.ts';
import { NotFoundPage } from '../shell/frame/not-found-page.tsx';
import { PageFailure } from '../shell/frame/page-failure.tsx';
import { accessPages, openPages } from './access.ts';
import { administrationPages, entrancePages } from './administration.ts';
import { contractPages } from './contracts.ts';
import { monitoringPages } from './monitoring.ts';
import { overviewPages } from './overview.ts';
import { bareFrame, frame, inside, openFrame, root } from './root.tsx';
import { webhookPages } from './webhooks.ts';

// Every address of the console, one line each in the file of its wing. A page is loaded when it is first wanted. The
// lists are constants of their own because the router loses the types of routes that are created inside `addChildren`.
const nowhere = createRoute({ ...inside, path: '$', component: NotFoundPage });
const pagesInside = [
  ...overviewPages,
  ...accessPages,
  ...contractPages,
  ...webhookPages,
  ...monitoringPages,
  ...administrationPages,
  nowhere,
];
const routeTree = root.addChildren([
  openFrame.addChildren(openPages),
  bareFrame.addChildren(entrancePages),
  frame.addChildren(pagesInside),
]);

/** The router of the console. Addresses carry plain strings; the schema of each route gives them their types. */
export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
