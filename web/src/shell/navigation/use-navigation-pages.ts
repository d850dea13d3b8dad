import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ConsoleArea, pageGroups } from './navigation-pages.ts';
import { useSession } from '../../lib/session/session-context.ts';

/** The navigation as this reader sees it: pages that exist and that they may read. Empty areas are left out. */
export function useNavigationPages(): readonly ConsoleArea[] {
  const { routesByPath } = useRouter();
  const { scopes } = useSession();
  return useMemo(
    () =>
      pageGroups
        .map((area) => ({
          ...area,
          pages: area.pages.filter(
            ({ to, scope }) => Object.hasOwn(routesByPath, to) && (!scope || scopes.includes(scope)),
          ),
        }))
        .filter(({ pages }) => pages.length > 0),
    [routesByPath, scopes],
  );
}
