import type { EventOutcomes, EventView } from '@parley/shared/webhooks/event';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api.ts';
import type { ListQuery } from '../../lib/query/live-list.ts';

const pollMs = 5000;

/** The events of a page with what became of each, which is asked for when the page is there and keeps up with it. */
export function useOutcomes(
  events: ListQuery<EventView>,
): ListQuery<EventView & { outcome?: EventOutcomes[number] | undefined }> {
  const items = events.data?.items;
  const ids = items?.map(({ uniqueId }) => uniqueId) ?? [];
  const { data } = useQuery(
    api.event.outcomes.queryOptions(
      { ids },
      { enabled: ids.length > 0, placeholderData: keepPreviousData, refetchInterval: pollMs },
    ),
  );
  const rows = useMemo(() => {
    const byId = new Map(data?.map((outcome) => [outcome.uniqueId, outcome]));
    return items?.map((event) => ({ ...event, outcome: byId.get(event.uniqueId) }));
  }, [items, data]);
  const { data: page, ...query } = events;
  return { ...query, data: page && rows && { items: rows, nextCursor: page.nextCursor } };
}
