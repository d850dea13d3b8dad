import { useRouter } from '@tanstack/react-router';
import { pageGroups } from './navigation-pages.ts';
import { useSession } from '../../lib/session/session-context.ts';

/** The navigation as this reader sees it: pages that exist and that they may read. Empty groups are left out. */
export function useNavigationPages(): typeof pageGroups {
  const paths = new Set(Object.keys(useRouter().routesByPath));
  const { scopes } = useSession();
  return pageGroups
    .map(({ label, pages }) => ({
      label,
      pages: pages.filter(({ to, scope }) => paths.has(to) && (!scope || scopes.includes(scope))),
    }))
    .filter(({ pages }) => pages.length > 0);
}
