import type { Environment } from '@parley/shared/words/environment';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** The environment that the console looks at: `env` in the address, `live` without it. */
export function useEnvironment(): Environment {
  return useSearch({ strict: false, select: ({ env }) => env ?? 'live' });
}

/** Looks at the other environment, at the same page; a cursor belongs to one environment and is dropped. */
export function useSwitchEnvironment(): (environment: Environment) => void {
  const navigate = useNavigate();
  return (environment) =>
    void navigate({
      to: '.',
      search: (search: object) => ({ ...search, env: environment, cursor: undefined }),
    });
}
