import { createRoute, lazyRouteComponent as page, redirect } from '@tanstack/react-router';
import { AuditListSearch } from '../administration/audit/audit-search.ts';
import {
  IdentityProviderListSearch,
  IdentityProviderSearch,
} from '../administration/identity-provider/identity-provider-search.ts';
import { SignInSearch, TokenSearch } from '../administration/session/session-search.ts';
import { CallbackSearch } from '../administration/single-sign-on/callback-search.ts';
import { StaffListSearch } from '../administration/staff/staff-search.ts';
import { inside, loadSession, outside } from './root.tsx';

async function leaveWhenSignedIn({ search }: { search: { next?: string | undefined } }) {
  if (await loadSession()) redirect({ href: search.next ?? '/', throw: true });
}

/** How one gets in: for people who are not signed in. */
// oxfmt-ignore
export const entrancePages = [
  createRoute({ ...outside, path: '/sign-in', validateSearch: SignInSearch, beforeLoad: leaveWhenSignedIn, component: page(() => import('../administration/session/sign-in-page.tsx'), 'SignInPage') }),
  createRoute({ ...outside, path: '/single-sign-on', validateSearch: CallbackSearch, component: page(() => import('../administration/single-sign-on/callback-page.tsx'), 'CallbackPage') }),
  createRoute({ ...outside, path: '/set-up', validateSearch: TokenSearch, component: page(() => import('../administration/session/set-up-page.tsx'), 'SetUpPage') }),
  createRoute({ ...outside, path: '/invitation', validateSearch: TokenSearch, component: page(() => import('../administration/session/invitation-page.tsx'), 'InvitationPage') }),
];

/** Who works here, and what they did. */
// oxfmt-ignore
export const administrationPages = [
  createRoute({ ...inside, path: '/account', component: page(() => import('../administration/account/account-page.tsx'), 'AccountPage') }),
  createRoute({ ...inside, path: '/audit', validateSearch: AuditListSearch, component: page(() => import('../administration/audit/audit-list.tsx'), 'AuditList') }),
  createRoute({ ...inside, path: '/audit/$id', component: page(() => import('../administration/audit/audit-entry.tsx'), 'AuditEntry') }),
  createRoute({ ...inside, path: '/identity-providers', validateSearch: IdentityProviderListSearch, component: page(() => import('../administration/identity-provider/provider-list.tsx'), 'IdentityProviderList') }),
  createRoute({ ...inside, path: '/identity-providers/$id', validateSearch: IdentityProviderSearch, component: page(() => import('../administration/identity-provider/provider-detail.tsx'), 'IdentityProviderDetail') }),
  createRoute({ ...inside, path: '/staff', validateSearch: StaffListSearch, component: page(() => import('../administration/staff/staff-list.tsx'), 'StaffList') }),
];
