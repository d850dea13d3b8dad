import { Environment } from '@parley/shared/words/environment';
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
  stripSearchParams,
} from '@tanstack/react-router';
import { lazy } from 'react';
import { z } from 'zod';
import { api, queryClient } from '../api.ts';
import { showTimesAs } from '../lib/time/shown-times.ts';
import { ConfirmationDialog } from '../nouns/session/confirmation-dialog.tsx';
import { Frame } from '../shell/frame/frame.tsx';

const ChangePasswordDialog = lazy(async () => ({
  default: (await import('../nouns/session/change-password-dialog.tsx')).ChangePasswordDialog,
}));

/** Every page knows the environment that the console looks at. */
export const root = createRootRoute({
  validateSearch: z.object({ env: Environment.default('live').catch('live') }),
  search: { middlewares: [stripSearchParams({ env: 'live' }), retainSearchParams(['env'])] },
});

/** Who is signed in, or `null`; asked once, then as the cache has it. */
export const loadSession = async () => {
  const session = await queryClient.query({ ...api.session.current.queryOptions(), staleTime: 'static' });
  // Before anything is drawn: the first page has its times as this reader wants them.
  showTimesAs(session?.display ?? null);
  return session;
};

/** Around the pages of who is signed in; others are led to the sign-in page and back. */
export const frame = createRoute({
  getParentRoute: () => root,
  id: '_console',
  component: () => (
    <>
      <Frame passwordDialog={ChangePasswordDialog} />
      <ConfirmationDialog />
    </>
  ),
  beforeLoad: async ({ location }) => {
    if (!(await loadSession())) redirect({ to: '/sign-in', search: { next: location.href }, throw: true });
  },
});

/** Around the pages of who is not signed in. */
export const bareFrame = createRoute({
  getParentRoute: () => root,
  id: '_entrance',
  component: lazyRouteComponent(() => import('../shell/frame/bare-frame.tsx'), 'BareFrame'),
});

/** Around the pages of who has no account, and a link. */
export const openFrame = createRoute({
  getParentRoute: () => root,
  id: '_open',
  component: lazyRouteComponent(() => import('../shell/frame/open-frame.tsx'), 'OpenFrame'),
});

/** The place of a page in the console. */
export const inside = { getParentRoute: () => frame };

/** The place of a page before the console. */
export const outside = { getParentRoute: () => bareFrame };
