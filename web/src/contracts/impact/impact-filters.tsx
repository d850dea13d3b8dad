import { MultiSelect, Select, Switch } from '@mantine/core';
import { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import type { MatrixChange, MatrixRow } from '@parley/shared/contracts/contract-matrix';
import { getRouteApi } from '@tanstack/react-router';
import { useConsumerOptions } from '../../nouns/consumer/use-consumer-options.ts';
import { BaseVersionFilter } from '../../nouns/contract/base-version-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { evidenceGrades } from './evidence-grades.ts';
import { daysByDefault } from './impact-search.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

const windows = [7, 30, 90, 400];

type Change = Partial<ReturnType<typeof route.useSearch>>;

const severities = [
  { value: 'breaking', label: 'Breaking' },
  { value: 'risky', label: 'Risky' },
] as const;

const nothing: Change = {
  days: undefined,
  test: undefined,
  excluded: undefined,
  severity: undefined,
  evidence: undefined,
  operation: undefined,
  search: undefined,
};

/** Which consumers and changes show, and which calls count: of what time, with which keys, without whom. */
export function ImpactFilters({
  affected,
  operations,
}: {
  affected: readonly MatrixRow[];
  operations: readonly MatrixChange[];
}) {
  const { slug, id } = route.useParams();
  const { days, test, excluded, from, ...which } = route.useSearch();
  const { severity, evidence, operation, search } = which;
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({
      // Another question begins at its first page.
      search: (before) => ({ ...before, row: undefined, column: undefined, ...change }),
      replace: true,
      resetScroll: false,
    });
  return (
    <FilterBar
      folds
      isFiltered={Boolean(days ?? test ?? excluded ?? severity ?? evidence ?? operation ?? search)}
      onClear={() => filter(nothing)}
      aside={
        <Switch
          label="Count test keys"
          checked={test === 'yes'}
          onChange={({ currentTarget }) => filter({ test: currentTarget.checked ? 'yes' : undefined })}
        />
      }
    >
      <Which filter={filter} operations={operations} />
      <BaseVersionFilter slug={slug} id={id} value={from} onChange={(next) => filter({ from: next })} />
      <Select
        aria-label="Window"
        w={150}
        data={[...new Set([...windows, days ?? daysByDefault])]
          .toSorted((a, b) => a - b)
          .map((value) => ({ value: String(value), label: `Last ${value} days` }))}
        value={String(days ?? daysByDefault)}
        onChange={(next) => filter({ days: Number(next) === daysByDefault ? undefined : Number(next) })}
      />
      <Excluded
        ids={excluded?.split(',') ?? []}
        affected={affected}
        onChange={(ids) => filter({ excluded: ids.join(',') || undefined })}
      />
    </FilterBar>
  );
}

/** Which consumers and changes show, of those that count. */
function Which({
  filter,
  operations,
}: {
  filter: (change: Change) => void;
  operations: readonly MatrixChange[];
}) {
  const { severity, evidence, operation, search } = route.useSearch();
  return (
    <>
      <SearchFilter label="Name of a consumer" value={search} onChange={(next) => filter({ search: next })} />
      <SelectFilter
        label="Severity"
        value={severity}
        options={severities}
        onChange={(next) => filter({ severity: next })}
      />
      <SelectFilter
        label="Evidence"
        value={evidence}
        options={EvidenceGrade.options.map((value) => ({ value, label: evidenceGrades[value].word }))}
        onChange={(next) => filter({ evidence: next })}
      />
      <OperationFilter
        value={operation}
        operations={operations}
        onChange={(next) => filter({ operation: next })}
      />
    </>
  );
}

function OperationFilter({
  value,
  operations,
  onChange,
}: {
  value: string | undefined;
  operations: readonly MatrixChange[];
  onChange: (operation: string | undefined) => void;
}) {
  const names = [value, ...operations.map(({ operation }) => operation)];
  return (
    <Select
      aria-label="Operation"
      placeholder="Operation: all"
      w={{ base: '100%', xs: 220 }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Any operation' }}
      nothingFoundMessage="Not among the changes that show"
      data={[...new Set(names.filter((name) => typeof name === 'string'))]}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

function Excluded({
  ids,
  affected,
  onChange,
}: {
  ids: string[];
  affected: readonly MatrixRow[];
  onChange: (ids: string[]) => void;
}) {
  const found = useConsumerOptions('');
  const names = new Map([
    ...ids.map((id) => [id, id] as const),
    ...affected.map(({ consumerId, name }) => [consumerId, name] as const),
    ...found.map(({ value, label }) => [value, label] as const),
  ]);
  return (
    <MultiSelect
      aria-label="Leave out consumers"
      placeholder={ids.length === 0 ? 'Leave out consumers' : ''}
      w={{ base: '100%', xs: 240 }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Leave out nobody' }}
      nothingFoundMessage="Nothing found"
      data={[...names].map(([value, label]) => ({ value, label }))}
      value={ids}
      onChange={onChange}
    />
  );
}
