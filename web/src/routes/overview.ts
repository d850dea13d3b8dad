import { createRoute, lazyRouteComponent as page } from '@tanstack/react-router';
import { inside } from './root.tsx';

/** What reads every wing. */
// oxfmt-ignore
export const overviewPages = [
  createRoute({ ...inside, path: '/', component: page(() => import('../overview/home/home-page.tsx'), 'HomePage') }),
  createRoute({ ...inside, path: '/inspect/$id', component: page(() => import('../overview/inspect/inspect-page.tsx'), 'InspectPage') }),
];
