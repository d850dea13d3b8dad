import type { SearchHit, SearchKind } from '@parley/shared/overview/search';
import type { Environment } from '@parley/shared/words/environment';

/** Where a choice leads. */
export interface Target {
  to: string;
  search?: Record<string, string>;
}

type Placed = Pick<SearchHit, 'id' | 'apiSlug' | 'versionId'>;

const part = (text: string | null): string => encodeURIComponent(text ?? '');

const rooms: Record<SearchKind, (hit: Placed) => Target> = {
  consumer: ({ id }) => ({ to: `/consumers/${part(id)}` }),
  api_key: ({ id }) => ({ to: `/api-keys/${part(id)}` }),
  endpoint: ({ id }) => ({ to: `/endpoints/${part(id)}` }),
  event_type: ({ id }) => ({ to: `/event-types/${part(id)}` }),
  event: ({ id }) => ({ to: `/events/${part(id)}` }),
  delivery: ({ id }) => ({ to: `/deliveries/${part(id)}` }),
  recovery: ({ id }) => ({ to: `/recoveries/${part(id)}` }),
  api: ({ apiSlug }) => ({ to: `/apis/${part(apiSlug)}` }),
  contract_version: ({ id, apiSlug }) => ({ to: `/apis/${part(apiSlug)}/versions/${part(id)}` }),
  operation: ({ id, apiSlug, versionId }) => ({
    to: `/apis/${part(apiSlug)}/versions/${part(versionId)}/contract`,
    search: { search: id.slice(0, 100) },
  }),
  notice: ({ apiSlug }) => ({ to: `/apis/${part(apiSlug)}/notices` }),
  staff: () => ({ to: '/staff' }),
};

/** The page that shows what was found, in its environment; without one of its own, in the one that is shown now. */
export function targetOf(hit: Pick<SearchHit, 'kind' | 'environment'> & Placed, shown: Environment): Target {
  const { to, search } = rooms[hit.kind](hit);
  return { to, search: { ...search, env: hit.environment ?? shown } };
}
