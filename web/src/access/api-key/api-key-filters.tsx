import { getRouteApi } from '@tanstack/react-router';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { ChipFilter } from '../../ui/filter/chip-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

import { keyQuestionLabels, keyQuestions } from './key-presets.ts';

const route = getRouteApi('/_console/api-keys');

const statusOptions = [
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
] as const;

export function ApiKeyFilters() {
  const { consumerId, status, ask, q } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar
      isFiltered={Boolean(consumerId ?? status ?? ask ?? q)}
      onClear={() => filter({ consumerId: undefined, status: undefined, ask: undefined, q: undefined })}
    >
      <SearchFilter label="Name or last four" value={q} onChange={(next) => filter({ q: next })} />
      <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
      <ChipFilter
        label="What people ask of keys"
        value={ask}
        chips={keyQuestions.map((value) => ({ value, label: keyQuestionLabels[value] }))}
        onChange={(next) => filter({ ask: keyQuestions.find((one) => one === next), status: undefined })}
      />
    </FilterBar>
  );
}
