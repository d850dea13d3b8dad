import { createRoute, lazyRouteComponent as page } from '@tanstack/react-router';
import { IssueListSearch, IssueSearch } from '../monitoring/issue/issue-search.ts';
import { inside } from './root.tsx';

/** How it runs: what fails, and what became of it. */
// oxfmt-ignore
export const monitoringPages = [
  createRoute({ ...inside, path: '/issues', validateSearch: IssueListSearch, component: page(() => import('../monitoring/issue/issue-list.tsx'), 'IssueList') }),
  createRoute({ ...inside, path: '/issues/$id', staticData: { listOfKind: '/issues' }, validateSearch: IssueSearch, component: page(() => import('../monitoring/issue/issue-detail.tsx'), 'IssueDetail') }),
];
