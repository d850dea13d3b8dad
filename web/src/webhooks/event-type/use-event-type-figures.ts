import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { Span } from '../../lib/time/span.ts';
import { useChartSpan } from '../../lib/time/use-chart-span.ts';
import { figureSpanOf } from '../../nouns/figures/figure-span.ts';

const route = getRouteApi('/_console/event-types/$id');
const pollMs = 15_000;

/** How the event type of this page is used in the environment and time that its address names, and the way to another time. */
export function useEventTypeFigures(name: string) {
  const { range, since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useEnvironment();
  const span = useChartSpan({ range, since, until });
  const figures = useQuery(
    api.figures.ofEventType.queryOptions(
      { name, environment, ...figureSpanOf(span) },
      { placeholderData: keepPreviousData, refetchInterval: pollMs },
    ),
  );
  const setSpan = (next: Required<Span>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false });
  return {
    figures,
    environment,
    chosen: { range, since, until },
    span,
    setSpan,
    zoom: (from: number, to: number) =>
      setSpan({ range: undefined, since: new Date(from).toISOString(), until: new Date(to).toISOString() }),
  };
}
