import { MultiSelect, Select, Switch } from '@mantine/core';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { getRouteApi } from '@tanstack/react-router';
import { useConsumerOptions } from '../../nouns/consumer/use-consumer-options.ts';
import { BaseVersionFilter } from '../../nouns/contract/base-version-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { daysByDefault } from './impact-search.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

const windows = [7, 30, 90, 400];

type Change = Partial<ReturnType<typeof route.useSearch>>;

/** Which calls count: of what time, with which keys, without whom. */
export function ImpactFilters({ affected }: { affected: ImpactView['consumers'] }) {
  const { slug, id } = route.useParams();
  const { days, test, excluded, from } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <FilterBar
      folds
      isFiltered={Boolean(days ?? test ?? excluded)}
      onClear={() => filter({ days: undefined, test: undefined, excluded: undefined })}
      aside={
        <Switch
          label="Count test keys"
          checked={test === 'yes'}
          onChange={({ currentTarget }) => filter({ test: currentTarget.checked ? 'yes' : undefined })}
        />
      }
    >
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

function Excluded({
  ids,
  affected,
  onChange,
}: {
  ids: string[];
  affected: ImpactView['consumers'];
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
