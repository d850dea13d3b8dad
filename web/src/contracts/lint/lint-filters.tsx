import { Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { formatNumber } from '../../lib/text/count.ts';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/lint');

const severities = [
  { value: 'error', label: 'Error' },
  { value: 'warn', label: 'Warning' },
  { value: 'info', label: 'Info' },
] as const;

type Change = Partial<ReturnType<typeof route.useSearch>>;

/** Which findings show. The rules that found most come first. */
export function LintFilters({ counts }: { counts: Record<string, number> }) {
  const { severity, rule, search } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const rules = Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([value, amount]) => ({ value, label: `${value} (${formatNumber(amount)})` }));
  return (
    <FilterBar
      isFiltered={Boolean(severity ?? rule ?? search)}
      onClear={() => filter({ severity: undefined, rule: undefined, search: undefined })}
    >
      <SelectFilter
        label="Severity"
        value={severity}
        options={severities}
        onChange={(next) => filter({ severity: next })}
      />
      <Select
        aria-label="Rule"
        w={{ base: '100%', xs: 280 }}
        searchable
        nothingFoundMessage="Nothing found"
        data={[{ value: '', label: 'Rule: all' }, ...rules]}
        value={rule ?? ''}
        onChange={(next) => filter({ rule: next || undefined })}
      />
      <SearchFilter
        label="Search the findings"
        value={search}
        onChange={(next) => filter({ search: next })}
      />
    </FilterBar>
  );
}
