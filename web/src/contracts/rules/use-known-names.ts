import { useQuery } from '@tanstack/react-query';
import { alone, api } from '../../api.ts';

const still = { ...alone, staleTime: 60_000 };

/** Rules and checks that found something in the newest contract of an API: what one is likely to look for here. */
export function useKnownNames(
  slug: string,
  newestId: string | undefined,
): { rules: string[]; checks: string[] } {
  const version = useQuery(
    api.contract.get.queryOptions(
      { slug, id: newestId ?? '' },
      { ...still, enabled: newestId !== undefined },
    ),
  );
  const changes = useQuery(
    api.contractChange.list.queryOptions(
      { slug, to: newestId },
      { ...still, enabled: newestId !== undefined },
    ),
  );
  return {
    rules: Object.keys(version.data?.lint.counts ?? {}).toSorted(),
    checks: [...new Set(changes.data?.changes.map(({ id }) => id))].toSorted(),
  };
}
