import { useQueries } from '@tanstack/react-query';
import { alone, api } from '../../api.ts';

/** Versions never change, so what was read once stays; comparing megabytes with what was there would freeze the tab. */
const kept = { ...alone, staleTime: Infinity, gcTime: 60_000, structuralSharing: false as const };

/** The documents of two contract versions. Without a base, nothing came before. */
export function useTwoDocuments(slug: string, baseId: string | null, id: string) {
  const [after, before] = useQueries({
    queries: [
      api.contract.document.queryOptions({ slug, id }, kept),
      api.contract.document.queryOptions({ slug, id: baseId ?? '' }, { ...kept, enabled: baseId !== null }),
    ],
  });
  const isComplete = after.data && (before.data || baseId === null);
  return {
    documents: isComplete && { before: before.data?.document ?? {}, after: after.data.document },
    error: after.error ?? before.error,
    refetch: () => Promise.all([after.refetch(), baseId === null ? null : before.refetch()]),
  };
}
