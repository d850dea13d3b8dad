import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

/** The newest contract versions of an API, at most 200; `undefined` until they are known. */
export function useContractVersions(slug: string) {
  return useQuery(api.contract.list.queryOptions({ slug, limit: 200 }, { staleTime: 30_000 })).data?.items;
}
