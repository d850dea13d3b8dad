import { getRouteApi } from '@tanstack/react-router';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/clients');

const statusOptions = [
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
] as const;

export function ClientFilters() {
  const { consumerId, status } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar
      isFiltered={Boolean(consumerId ?? status)}
      onClear={() => filter({ consumerId: undefined, status: undefined })}
    >
      <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
    </FilterBar>
  );
}
