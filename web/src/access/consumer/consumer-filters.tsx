import { getRouteApi } from '@tanstack/react-router';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { kindOptions } from '../../nouns/consumer/consumer-kinds.ts';

const route = getRouteApi('/_console/consumers');

const statusOptions = [
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
] as const;

export function ConsumerFilters() {
  const { search, kind, status } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar
      isFiltered={Boolean(search ?? kind ?? status)}
      onClear={() => filter({ search: undefined, kind: undefined, status: undefined })}
    >
      <SearchFilter label="Search by name" value={search} onChange={(next) => filter({ search: next })} />
      <SelectFilter
        label="Kind"
        value={kind}
        options={kindOptions}
        onChange={(next) => filter({ kind: next })}
      />
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
    </FilterBar>
  );
}
