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
import { ApiKeyListSearch, ApiKeySearch } from './access/api-key/api-key-search.ts';
import { ApiListSearch } from './contracts/api/api-list-search.ts';
import { AuditListSearch } from './administration/audit/audit-search.ts';
import { ConsumerListSearch, ConsumerSearch } from './access/consumer/consumer-search.ts';
import { ApiPageSearch, ApiVersionsSearch } from './contracts/api/api-page-search.ts';
import { ChangelogSearch } from './contracts/changelog/changelog-search.ts';
import { ChangesSearch } from './contracts/change/changes-search.ts';
import { DocumentSearch } from './contracts/document/document-search.ts';
import { ImpactSearch } from './contracts/impact/impact-search.ts';
import { LintSearch } from './contracts/lint/lint-search.ts';
import { RulesSearch } from './contracts/rules/rules-search.ts';
import { ContractPageSearch } from './contracts/version/contract-search.ts';
import { DeliveryListSearch, DeliverySearch } from './webhooks/delivery/delivery-search.ts';
import { EndpointListSearch, EndpointSearch } from './webhooks/endpoint/endpoint-search.ts';
import { EventListSearch } from './webhooks/event/event-search.ts';
import { EventTypeListSearch, EventTypeSearch } from './webhooks/event-type/event-type-search.ts';
import { parseSearch, stringifySearch } from './lib/address/search-params.ts';
import { RecoveryListSearch, RecoverySearch } from './webhooks/recovery/recovery-search.ts';
import { SignInSearch, TokenSearch } from './administration/session/session-search.ts';
import { Frame } from './shell/frame/frame.tsx';
import { NotFoundPage } from './shell/frame/not-found-page.tsx';
import { PageFailure } from './shell/frame/page-failure.tsx';
import { SignatureCheckSearch } from './webhooks/signature-check/signature-check-search.ts';
import { StaffListSearch } from './administration/staff/staff-search.ts';

const ChangePasswordDialog = lazy(async () => ({
  default: (await import('./administration/session/change-password-dialog.tsx')).ChangePasswordDialog,
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

// Pages around pages: what stays while one goes through the parts of an API, or of a contract version.
// oxfmt-ignore
const apiPage = createRoute({ ...inside, path: '/apis/$slug', validateSearch: ApiPageSearch, component: page(() => import('./contracts/api/api-page.tsx'), 'ApiPage') });
// oxfmt-ignore
const contractPage = createRoute({ ...inside, path: '/apis/$slug/versions/$id', validateSearch: ContractPageSearch, component: page(() => import('./contracts/version/contract-page.tsx'), 'ContractPage') });
const ofApi = { getParentRoute: () => apiPage };
const ofContract = { getParentRoute: () => contractPage };

// Every address of the console, one line each. A page is loaded when it is first wanted. The lists are constants of
// their own because the router loses the types of routes that are created inside `addChildren`.
// oxfmt-ignore
const pagesOutside = [
  createRoute({ ...outside, path: '/sign-in', validateSearch: SignInSearch, beforeLoad: leaveWhenSignedIn, component: page(() => import('./administration/session/sign-in-page.tsx'), 'SignInPage') }),
  createRoute({ ...outside, path: '/set-up', validateSearch: TokenSearch, component: page(() => import('./administration/session/set-up-page.tsx'), 'SetUpPage') }),
  createRoute({ ...outside, path: '/invitation', validateSearch: TokenSearch, component: page(() => import('./administration/session/invitation-page.tsx'), 'InvitationPage') }),
];
// oxfmt-ignore
const pagesOfApi = [
  createRoute({ ...ofApi, path: '/', validateSearch: ApiVersionsSearch, component: page(() => import('./contracts/api/api-versions.tsx'), 'ApiVersions') }),
  createRoute({ ...ofApi, path: '/deprecations', component: page(() => import('./contracts/deprecation/deprecation-list.tsx'), 'DeprecationList') }),
  createRoute({ ...ofApi, path: '/notices', component: page(() => import('./contracts/notice/notice-list.tsx'), 'NoticeList') }),
  createRoute({ ...ofApi, path: '/rules', validateSearch: RulesSearch, component: page(() => import('./contracts/rules/api-rules.tsx'), 'ApiRules') }),
];
// oxfmt-ignore
const pagesOfContract = [
  createRoute({ ...ofContract, path: '/', component: page(() => import('./contracts/version/contract-overview.tsx'), 'ContractOverview') }),
  createRoute({ ...ofContract, path: '/changes', validateSearch: ChangesSearch, component: page(() => import('./contracts/change/contract-changes.tsx'), 'ContractChanges') }),
  createRoute({ ...ofContract, path: '/impact', validateSearch: ImpactSearch, component: page(() => import('./contracts/impact/contract-impact.tsx'), 'ContractImpact') }),
  createRoute({ ...ofContract, path: '/contract', validateSearch: DocumentSearch, component: page(() => import('./contracts/document/contract-document.tsx'), 'ContractDocument') }),
  createRoute({ ...ofContract, path: '/lint', validateSearch: LintSearch, component: page(() => import('./contracts/lint/contract-lint.tsx'), 'ContractLint') }),
  createRoute({ ...ofContract, path: '/changelog', validateSearch: ChangelogSearch, component: page(() => import('./contracts/changelog/contract-changelog.tsx'), 'ContractChangelog') }),
];
// oxfmt-ignore
const pagesInside = [
  createRoute({ ...inside, path: '/', component: page(() => import('./overview/home/home-page.tsx'), 'HomePage') }),
  createRoute({ ...inside, path: '/consumers', validateSearch: ConsumerListSearch, component: page(() => import('./access/consumer/consumer-list.tsx'), 'ConsumerList') }),
  createRoute({ ...inside, path: '/consumers/$id', validateSearch: ConsumerSearch, component: page(() => import('./access/consumer/consumer-detail.tsx'), 'ConsumerDetail') }),
  createRoute({ ...inside, path: '/api-keys', validateSearch: ApiKeyListSearch, component: page(() => import('./access/api-key/api-key-list.tsx'), 'ApiKeyList') }),
  createRoute({ ...inside, path: '/api-keys/$id', validateSearch: ApiKeySearch, component: page(() => import('./access/api-key/api-key-detail.tsx'), 'ApiKeyDetail') }),
  createRoute({ ...inside, path: '/apis', validateSearch: ApiListSearch, component: page(() => import('./contracts/api/api-list.tsx'), 'ApiList') }),
  apiPage.addChildren(pagesOfApi),
  contractPage.addChildren(pagesOfContract),
  createRoute({ ...inside, path: '/event-types', validateSearch: EventTypeListSearch, component: page(() => import('./webhooks/event-type/event-type-list.tsx'), 'EventTypeList') }),
  createRoute({ ...inside, path: '/event-types/$id', validateSearch: EventTypeSearch, component: page(() => import('./webhooks/event-type/event-type-detail.tsx'), 'EventTypeDetail') }),
  createRoute({ ...inside, path: '/events', validateSearch: EventListSearch, component: page(() => import('./webhooks/event/event-list.tsx'), 'EventList') }),
  createRoute({ ...inside, path: '/events/$id', component: page(() => import('./webhooks/event/event-detail.tsx'), 'EventDetail') }),
  createRoute({ ...inside, path: '/endpoints', validateSearch: EndpointListSearch, component: page(() => import('./webhooks/endpoint/endpoint-list.tsx'), 'EndpointList') }),
  createRoute({ ...inside, path: '/endpoints/$id', validateSearch: EndpointSearch, component: page(() => import('./webhooks/endpoint/endpoint-detail.tsx'), 'EndpointDetail') }),
  createRoute({ ...inside, path: '/deliveries', validateSearch: DeliveryListSearch, component: page(() => import('./webhooks/delivery/delivery-list.tsx'), 'DeliveryList') }),
  createRoute({ ...inside, path: '/deliveries/$id', validateSearch: DeliverySearch, component: page(() => import('./webhooks/delivery/delivery-detail.tsx'), 'DeliveryDetail') }),
  createRoute({ ...inside, path: '/signature-check', validateSearch: SignatureCheckSearch, component: page(() => import('./webhooks/signature-check/signature-check-page.tsx'), 'SignatureCheckPage') }),
  createRoute({ ...inside, path: '/recoveries', validateSearch: RecoveryListSearch, component: page(() => import('./webhooks/recovery/recovery-list.tsx'), 'RecoveryList') }),
  createRoute({ ...inside, path: '/recoveries/$id', validateSearch: RecoverySearch, component: page(() => import('./webhooks/recovery/recovery-detail.tsx'), 'RecoveryDetail') }),
  createRoute({ ...inside, path: '/audit', validateSearch: AuditListSearch, component: page(() => import('./administration/audit/audit-list.tsx'), 'AuditList') }),
  createRoute({ ...inside, path: '/audit/$id', component: page(() => import('./administration/audit/audit-entry.tsx'), 'AuditEntry') }),
  createRoute({ ...inside, path: '/staff', validateSearch: StaffListSearch, component: page(() => import('./administration/staff/staff-list.tsx'), 'StaffList') }),
  createRoute({ ...inside, path: '/inspect/$id', component: page(() => import('./overview/inspect/inspect-page.tsx'), 'InspectPage') }),
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
