import { getRouteApi } from '@tanstack/react-router';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { HealthChips } from './health-chips.tsx';

const route = getRouteApi('/_console/endpoints');

export function EndpointFilters({ isFiltered }: { isFiltered: boolean }) {
  const { consumerId, health, q } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar
      isFiltered={isFiltered}
      onClear={() => filter({ consumerId: undefined, status: undefined, health: undefined, q: undefined })}
    >
      <HealthChips value={health} onChange={(next) => filter({ health: next })} />
      <SearchFilter label="URL or description" value={q} onChange={(next) => filter({ q: next })} />
      <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
    </FilterBar>
  );
}
