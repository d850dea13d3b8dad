import { RecoveryStatus } from '@parley/shared/webhooks/recovery';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/recoveries');

const statusLabels: Record<RecoveryStatus, string> = {
  planned: 'Planned, waits for a yes',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  cancelled: 'Cancelled',
};
const statusOptions = RecoveryStatus.options.map((value) => ({ value, label: statusLabels[value] }));

type Change = Partial<ReturnType<typeof route.useSearch>>;

export function RecoveryFilters({ isFiltered, aside }: { isFiltered: boolean; aside: ReactNode }) {
  const { status, consumerId } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
  return (
    <FilterBar
      folds
      isFiltered={isFiltered}
      onClear={() => filter({ status: undefined, consumerId: undefined })}
      aside={aside}
    >
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
      <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
    </FilterBar>
  );
}
