import type { InspectView } from '@parley/shared/overview/inspect';

const rooms: Record<InspectView['kind'], (id: string) => string> = {
  consumer: (id) => `/consumers/${id}`,
  api_key: (id) => `/api-keys/${id}`,
  event_type: (id) => `/event-types/${id}`,
  event: (id) => `/events/${id}`,
  endpoint: (id) => `/endpoints/${id}`,
  delivery: (id) => `/deliveries/${id}`,
  recovery: (id) => `/recoveries/${id}`,
  bulk_change: (id) => `/bulk-changes/${id}`,
  issue: (id) => `/issues/${id}`,
  audit_entry: (id) => `/audit/${id}`,
  staff: () => '/staff',
};

/** The address of the page that shows an object. */
export function objectPath({ kind, id }: InspectView): string {
  return rooms[kind](encodeURIComponent(id));
}
