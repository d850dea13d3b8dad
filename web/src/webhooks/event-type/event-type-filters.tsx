import { getRouteApi } from '@tanstack/react-router';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/event-types');

const subscribedOptions = [
  { value: 'no', label: 'No endpoint wants it' },
  { value: 'yes', label: 'An endpoint wants it' },
] as const;

export function EventTypeFilters() {
  const { search, subscribed } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
  return (
    <FilterBar
      isFiltered={Boolean(search ?? subscribed)}
      onClear={() => filter({ search: undefined, subscribed: undefined })}
    >
      <SearchFilter label="Search by name" value={search} onChange={(next) => filter({ search: next })} />
      <SelectFilter
        label="Subscribers"
        value={subscribed}
        options={subscribedOptions}
        onChange={(next) => filter({ subscribed: next })}
      />
    </FilterBar>
  );
}
