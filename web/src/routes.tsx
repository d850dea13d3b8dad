import { Environment } from '@parley/shared/environment';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
  stripSearchParams,
} from '@tanstack/react-router';
import { lazy } from 'react';
import { z } from 'zod';
import { api, queryClient } from './api.ts';
import { ConsumerListSearch, ConsumerSearch } from './consumer/consumer-search.ts';
import { parseSearch, stringifySearch } from './lib/search-params.ts';
import { SignInSearch, TokenSearch } from './session/session-search.ts';
import { Frame } from './shell/frame.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageFailure } from './shell/page-failure.tsx';

const ChangePasswordDialog = lazy(async () => ({
  default: (await import('./session/change-password-dialog.tsx')).ChangePasswordDialog,
}));

const root = createRootRoute({
  validateSearch: z.object({ env: Environment.default('live').catch('live') }),
  search: { middlewares: [stripSearchParams({ env: 'live' }), retainSearchParams(['env'])] },
});

const loadSession = () => queryClient.query({ ...api.session.current.queryOptions(), staleTime: 'static' });

const frame = createRoute({
  getParentRoute: () => root,
  id: '_console',
  component: () => <Frame passwordDialog={ChangePasswordDialog} />,
  beforeLoad: async ({ location }) => {
    if (!(await loadSession())) redirect({ to: '/sign-in', search: { next: location.href }, throw: true });
  },
});

async function leaveWhenSignedIn({ search }: { search: { next?: string | undefined } }) {
  if (await loadSession()) redirect({ href: search.next ?? '/', throw: true });
}

const outside = { getParentRoute: () => root };
const inside = { getParentRoute: () => frame };
const page = lazyRouteComponent;

// Every address of the console, one line each. A page is loaded when it is first wanted. The lists are constants of
// their own because the router loses the types of routes that are created inside `addChildren`.
// oxfmt-ignore
const pagesOutside = [
  createRoute({ ...outside, path: '/sign-in', validateSearch: SignInSearch, beforeLoad: leaveWhenSignedIn, component: page(() => import('./session/sign-in-page.tsx'), 'SignInPage') }),
  createRoute({ ...outside, path: '/set-up', validateSearch: TokenSearch, component: page(() => import('./session/set-up-page.tsx'), 'SetUpPage') }),
  createRoute({ ...outside, path: '/invitation', validateSearch: TokenSearch, component: page(() => import('./session/invitation-page.tsx'), 'InvitationPage') }),
];
// oxfmt-ignore
const pagesInside = [
  createRoute({ ...inside, path: '/', beforeLoad: () => void redirect({ to: '/consumers', throw: true }) }),
  createRoute({ ...inside, path: '/consumers', validateSearch: ConsumerListSearch, component: page(() => import('./consumer/consumer-list.tsx'), 'ConsumerList') }),
  createRoute({ ...inside, path: '/consumers/$id', validateSearch: ConsumerSearch, component: page(() => import('./consumer/consumer-detail.tsx'), 'ConsumerDetail') }),
  createRoute({ ...inside, path: '/inspect/$id', component: page(() => import('./inspect/inspect-page.tsx'), 'InspectPage') }),
  createRoute({ ...inside, path: '$', component: NotFoundPage }),
];
const routeTree = root.addChildren([...pagesOutside, frame.addChildren(pagesInside)]);

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
