import { SegmentedControl } from '@mantine/core';
import { ChangeSeverity } from '@parley/shared/contracts/api';
import type { ChangesView } from '@parley/shared/contracts/contract';
import { getRouteApi } from '@tanstack/react-router';
import { formatNumber } from '../../lib/text/count.ts';
import { BaseVersionFilter } from '../../nouns/contract/base-version-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/changes');

type Change = Partial<ReturnType<typeof route.useSearch>>;

/** What is compared, and which of its changes show. */
export function ChangeFilters({ counts }: { counts: ChangesView['counts'] | undefined }) {
  const { slug, id } = route.useParams();
  const { severity, search, group, from } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const options = ChangeSeverity.options.map((value) => ({
    value,
    label: `${value.charAt(0).toUpperCase()}${value.slice(1)}${counts ? `: ${formatNumber(counts[value])}` : ''}`,
  }));
  return (
    <FilterBar
      isFiltered={Boolean(severity ?? search)}
      onClear={() => filter({ severity: undefined, search: undefined })}
      aside={
        <SegmentedControl
          aria-label="Group by"
          data={[
            { value: 'operation', label: 'By operation' },
            { value: 'severity', label: 'By severity' },
          ]}
          value={group ?? 'operation'}
          onChange={(next) => filter({ group: next === 'severity' ? 'severity' : undefined })}
        />
      }
    >
      <BaseVersionFilter slug={slug} id={id} value={from} onChange={(next) => filter({ from: next })} />
      <SelectFilter
        label="Severity"
        value={severity}
        options={options}
        onChange={(next) => filter({ severity: next })}
      />
      <SearchFilter label="Search the changes" value={search} onChange={(next) => filter({ search: next })} />
    </FilterBar>
  );
}
