import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useChartSpan } from '../../lib/time/use-chart-span.ts';
import type { Span } from '../../lib/time/span.ts';
import { figureSpanOf } from '../../nouns/figures/figure-span.ts';

const route = getRouteApi('/_console/endpoints/$id');
const pollMs = 15_000;

/** How the endpoint of this page did in the time that its address names, and the way to another time. */
export function useEndpointFigures(id: string) {
  const { range, since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const span = useChartSpan({ range, since, until });
  const mayRead = useMay('deliveries:read');
  const figures = useQuery(
    api.figures.ofEndpoint.queryOptions(
      { id, ...figureSpanOf(span) },
      { enabled: mayRead, placeholderData: keepPreviousData, refetchInterval: pollMs },
    ),
  );
  const setSpan = (next: Required<Span>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false });
  return {
    figures,
    mayRead,
    chosen: { range, since, until },
    span,
    setSpan,
    zoom: (from: number, to: number) =>
      setSpan({ range: undefined, since: new Date(from).toISOString(), until: new Date(to).toISOString() }),
  };
}
