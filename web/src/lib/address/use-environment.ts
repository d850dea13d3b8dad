import type { Environment } from '@parley/shared/words/environment';
import { useMatches, useNavigate, useSearch } from '@tanstack/react-router';
import { useLayoutEffect } from 'react';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Of the page of one object that belongs to an environment: the list of its kind, which both environments have. */
    listOfKind?:
      | '/events'
      | '/endpoints'
      | '/deliveries'
      | '/api-keys'
      | '/clients'
      | '/recoveries'
      | '/issues'
      | '/bulk-changes';
  }
}

/** The environment that the console looks at: `env` in the address, `live` without it. */
export function useEnvironment(): Environment {
  return useSearch({ strict: false, select: ({ env }) => env ?? 'live' });
}

/**
 * Looks at the other environment, at the same page; a cursor belongs to one environment and is dropped. An object belongs to
 * one as well: from its page the way leads to the list of its kind.
 */
export function useSwitchEnvironment(): (environment: Environment) => void {
  const navigate = useNavigate();
  const list = useMatches({ select: (matches) => matches.at(-1)?.staticData.listOfKind });
  return (environment) =>
    void (list
      ? navigate({ to: list, search: { env: environment } })
      : navigate({
          to: '.',
          search: (search: object) => ({ ...search, env: environment, cursor: undefined }),
        }));
}

/** On the page of an object: the console looks at the environment of the object, whatever the link to it said. */
export function useObjectEnvironment(environment: Environment | undefined): void {
  const navigate = useNavigate();
  const shown = useEnvironment();
  const isOther = environment !== undefined && environment !== shown;
  // As early as can be: the header must not contradict what stands below it.
  useLayoutEffect(() => {
    if (isOther)
      void navigate({
        to: '.',
        search: (search: object) => ({ ...search, env: environment }),
        replace: true,
        resetScroll: false,
      });
  }, [isOther, environment, navigate]);
}
