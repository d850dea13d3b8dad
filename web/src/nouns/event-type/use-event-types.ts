import type { EventTypeView } from '@parley/shared/webhooks/event-type';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Received } from './received-event-type.ts';

/** Event types to choose from, by a part of the name; the newest 50 when nothing is searched. */
export function useEventTypes(search: string): Received<EventTypeView>[] {
  const mayRead = useMay('event-types:read');
  const eventTypes = useQuery(
    api.eventType.list.queryOptions(
      { search: search.trim() || undefined, limit: 50 },
      { enabled: mayRead, staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  return eventTypes.data?.items ?? [];
}
