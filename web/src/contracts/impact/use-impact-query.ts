import { getRouteApi } from '@tanstack/react-router';
import { daysByDefault } from './impact-search.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

/** What the address asks of the matrix, without its page. */
export function useImpactQuery() {
  const { slug, id } = route.useParams();
  const { from, days = daysByDefault, test, ...rest } = route.useSearch();
  const { excluded, severity, evidence, operation, search } = rest;
  return {
    slug,
    to: id,
    from,
    days,
    includeTest: test === 'yes',
    excluded,
    severity,
    evidence,
    operation,
    search: search?.trim() || undefined,
  };
}

/** See {@link useImpactQuery}. */
export type ImpactQuery = ReturnType<typeof useImpactQuery>;
