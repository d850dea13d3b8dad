import { Select, TextInput } from '@mantine/core';
import { AuditActorKind } from '@parley/shared/administration/audit';
import { IconTarget } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api } from '../../api.ts';
import { actionOptions } from '../../nouns/audit/audit-actions.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { LookupFilter } from '../../ui/filter/lookup-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { SpanFilter } from '../../ui/filter/span-filter.tsx';

const route = getRouteApi('/_console/audit');

type Change = Partial<ReturnType<typeof route.useSearch>>;

const kindWords: Record<AuditActorKind, string> = {
  staff: 'Staff',
  api_key: 'API keys',
  command_line: 'Command line',
  system: 'Parley itself',
};

const nothing: Change = {
  action: undefined,
  actorKind: undefined,
  actorId: undefined,
  targetId: undefined,
  consumerId: undefined,
  requestId: undefined,
  range: undefined,
  since: undefined,
  until: undefined,
};

export function AuditFilters({ isFiltered, aside }: { isFiltered: boolean; aside: ReactNode }) {
  const { action, actorKind, actorId, targetId, consumerId, requestId, range, since, until } =
    route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Change) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar folds isFiltered={isFiltered} onClear={() => filter(nothing)} aside={aside}>
      <SpanFilter span={{ range, since, until }} onChange={filter} />
      <Select
        aria-label="Action"
        placeholder="Action: all"
        w={{ base: '100%', xs: 200 }}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Any action' }}
        data={actionOptions}
        value={action ?? null}
        onChange={(next) => filter({ action: next ?? undefined })}
      />
      <SelectFilter
        label="By"
        value={actorKind}
        options={AuditActorKind.options.map((value) => ({ value, label: kindWords[value] }))}
        onChange={(next) => filter({ actorKind: next })}
      />
      <ActorFilter value={actorId} onChange={(next) => filter({ actorId: next })} />
      <IdFilter
        key={`target ${targetId}`}
        label="Object id"
        value={targetId}
        onChange={(next) => filter({ targetId: next })}
      />
      <ConsumerFilter value={consumerId} onChange={(next) => filter({ consumerId: next })} />
      {requestId && (
        <IdFilter
          key={`request ${requestId}`}
          label="Request id"
          value={requestId}
          onChange={(next) => filter({ requestId: next })}
        />
      )}
    </FilterBar>
  );
}

/** One person or key, found by a part of the name, the address, or the end of the key. */
function ActorFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [search, setSearch] = useState('');
  const found = useQuery(
    api.object.actors.queryOptions({ search }, { staleTime: 30_000, placeholderData: keepPreviousData }),
  );
  const chosen = useQuery(
    api.object.actors.queryOptions(
      { search: value ?? '' },
      { enabled: value !== undefined, staleTime: 60_000 },
    ),
  );
  const label = chosen.data?.items.find(({ id }) => id === value)?.name ?? value ?? '';
  return (
    <LookupFilter
      key={`${value} ${label}`}
      label="Person or key"
      chosen={value ? { value, label } : undefined}
      options={(found.data?.items ?? []).map(({ id, name, hint }) => ({
        value: id,
        label: name === hint ? name : `${name} (${hint})`,
      }))}
      onSearch={setSearch}
      onChange={onChange}
    />
  );
}

/** An id is searched as a whole, so it counts once Enter is pressed or the field is left. */
function IdFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const send = (text: string) => {
    if (text.trim() !== (value ?? '')) onChange(text.trim() || undefined);
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconTarget size={14} />}
      w={{ base: '100%', xs: 250 }}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      defaultValue={value}
      onBlur={(event) => send(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send(event.currentTarget.value);
      }}
    />
  );
}
