import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';

/** How a contract version is called in the environment that the console looks at, kept fresh while it is on screen. */
export function useVersionFigures(slug: string, id: string) {
  const environment = useEnvironment();
  return useQuery(
    api.contractImpact.figures.queryOptions({ slug, id, environment }, { refetchInterval: 30_000 }),
  );
}
