import { createRoute, lazyRouteComponent as page } from '@tanstack/react-router';
import { ApiListSearch } from '../contracts/api/api-list-search.ts';
import { ApiPageSearch, ApiVersionsSearch } from '../contracts/api/api-page-search.ts';
import { ChangesSearch } from '../contracts/change/changes-search.ts';
import { ChangelogSearch } from '../contracts/changelog/changelog-search.ts';
import { DocumentSearch } from '../contracts/document/document-search.ts';
import { ImpactSearch } from '../contracts/impact/impact-search.ts';
import { LintSearch } from '../contracts/lint/lint-search.ts';
import { RulesSearch } from '../contracts/rules/rules-search.ts';
import { CursorSearch } from '../lib/address/cursor-search.ts';
import { ContractPageSearch } from '../contracts/version/contract-search.ts';
import { inside } from './root.tsx';

// Pages around pages: what stays while one goes through the parts of an API, or of a contract version.
// oxfmt-ignore
const apiPage = createRoute({ ...inside, path: '/apis/$slug', validateSearch: ApiPageSearch, component: page(() => import('../contracts/api/api-page.tsx'), 'ApiPage') });
// oxfmt-ignore
const contractPage = createRoute({ ...inside, path: '/apis/$slug/versions/$id', validateSearch: ContractPageSearch, component: page(() => import('../contracts/version/contract-page.tsx'), 'ContractPage') });
const ofApi = { getParentRoute: () => apiPage };
const ofContract = { getParentRoute: () => contractPage };

// Lists of their own, because the router loses the types of routes that are created inside `addChildren`.
// oxfmt-ignore
const pagesOfApi = [
  createRoute({ ...ofApi, path: '/', validateSearch: ApiVersionsSearch, component: page(() => import('../contracts/api/api-versions.tsx'), 'ApiVersions') }),
  createRoute({ ...ofApi, path: '/deprecations', component: page(() => import('../contracts/deprecation/deprecation-list.tsx'), 'DeprecationList') }),
  createRoute({ ...ofApi, path: '/notices', component: page(() => import('../contracts/notice/notice-list.tsx'), 'NoticeList') }),
  createRoute({ ...ofApi, path: '/history', validateSearch: CursorSearch, component: page(() => import('../contracts/api/api-history.tsx'), 'ApiHistory') }),
  createRoute({ ...ofApi, path: '/rules', validateSearch: RulesSearch, component: page(() => import('../contracts/rules/api-rules.tsx'), 'ApiRules') }),
];
// oxfmt-ignore
const pagesOfContract = [
  createRoute({ ...ofContract, path: '/', component: page(() => import('../contracts/version/contract-overview.tsx'), 'ContractOverview') }),
  createRoute({ ...ofContract, path: '/changes', validateSearch: ChangesSearch, component: page(() => import('../contracts/change/contract-changes.tsx'), 'ContractChanges') }),
  createRoute({ ...ofContract, path: '/impact', validateSearch: ImpactSearch, component: page(() => import('../contracts/impact/contract-impact.tsx'), 'ContractImpact') }),
  createRoute({ ...ofContract, path: '/contract', validateSearch: DocumentSearch, component: page(() => import('../contracts/document/contract-document.tsx'), 'ContractDocument') }),
  createRoute({ ...ofContract, path: '/history', validateSearch: CursorSearch, component: page(() => import('../contracts/version/contract-history.tsx'), 'ContractHistory') }),
  createRoute({ ...ofContract, path: '/lint', validateSearch: LintSearch, component: page(() => import('../contracts/lint/contract-lint.tsx'), 'ContractLint') }),
  createRoute({ ...ofContract, path: '/changelog', validateSearch: ChangelogSearch, component: page(() => import('../contracts/changelog/contract-changelog.tsx'), 'ContractChangelog') }),
];

/** What was promised: APIs, their contract versions, and what changes in them. */
// oxfmt-ignore
export const contractPages = [
  createRoute({ ...inside, path: '/apis', validateSearch: ApiListSearch, component: page(() => import('../contracts/api/api-list.tsx'), 'ApiList') }),
  apiPage.addChildren(pagesOfApi),
  contractPage.addChildren(pagesOfContract),
];
