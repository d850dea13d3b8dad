import { IssueCause, type IssueStatus } from '@parley/shared/monitoring/issue';
import { causeWords } from '@parley/shared/monitoring/issue-words';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { useEndpointOptions } from '../../nouns/endpoint/use-endpoint-options.ts';
import { useEndpointUrl } from '../../nouns/endpoint/use-endpoint-url.ts';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { LookupFilter } from '../../ui/filter/lookup-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/issues');

const statusOptions: { value: IssueStatus; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'muted', label: 'Muted' },
  { value: 'resolved', label: 'Resolved' },
];
const causeOptions = IssueCause.options.map((value) => ({
  value,
  label: value === 'http' ? 'HTTP status' : causeWords(value, null),
}));

type Change = Partial<ReturnType<typeof route.useSearch>>;

export function IssueFilters({ isFiltered, aside }: { isFiltered: boolean; aside: ReactNode }) {
  const { status, cause, consumerId, endpointId } = route.useSearch();
  const environment = useEnvironment();
  const navigate = route.useNavigate();
  const [search, setSearch] = useState('');
  const endpoints = useEndpointOptions(search, { environment, consumerId });
  const url = useEndpointUrl(endpointId);
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
  return (
    <FilterBar
      folds
      isFiltered={isFiltered}
      onClear={() =>
        filter({ status: undefined, cause: undefined, consumerId: undefined, endpointId: undefined })
      }
      aside={aside}
    >
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
      <SelectFilter
        label="Cause"
        value={cause}
        options={causeOptions}
        onChange={(next) => filter({ cause: next })}
      />
      <ConsumerFilter
        value={consumerId}
        onChange={(next) => filter({ consumerId: next, endpointId: undefined })}
      />
      <LookupFilter
        key={endpointId}
        label="Endpoint"
        chosen={endpointId ? { value: endpointId, label: url } : undefined}
        options={endpoints}
        onSearch={setSearch}
        onChange={(next) => filter({ endpointId: next })}
      />
    </FilterBar>
  );
}
