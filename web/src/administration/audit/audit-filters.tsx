import { Select, TextInput } from '@mantine/core';
import { IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { actionOptions } from './audit-actions.ts';

const route = getRouteApi('/_console/audit');

export function AuditFilters({ aside }: { aside: ReactNode }) {
  const { action, actorId, targetId, requestId } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar
      folds
      isFiltered={Boolean(action ?? actorId ?? targetId ?? requestId)}
      onClear={() =>
        filter({ action: undefined, actorId: undefined, targetId: undefined, requestId: undefined })
      }
      aside={aside}
    >
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
      <ActorFilter value={actorId} onChange={(next) => filter({ actorId: next })} />
      <IdFilter key={targetId} value={targetId} onChange={(next) => filter({ targetId: next })} />
    </FilterBar>
  );
}

function ActorFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const mayRead = useMay('staff:read');
  const staff = useQuery(api.staff.list.queryOptions({ limit: 200 }, { enabled: mayRead }));
  const options = (staff.data?.items ?? []).map(({ id, name, email }) => ({
    value: id,
    label: name ?? email,
  }));
  const isListed = options.some((option) => option.value === value);
  return (
    <Select
      aria-label="Actor"
      placeholder="Actor: all"
      w={{ base: '100%', xs: 200 }}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Any actor' }}
      nothingFoundMessage="Nobody has this name"
      data={value && !isListed ? [{ value, label: value }, ...options] : options}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}

/** An id is searched as a whole, so it counts once Enter is pressed or the field is left. */
function IdFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const send = (text: string) => {
    if (text.trim() !== (value ?? '')) onChange(text.trim() || undefined);
  };
  return (
    <TextInput
      aria-label="Target id"
      placeholder="Target id"
      leftSection={<IconTarget size={14} />}
      w={{ base: '100%', xs: 250 }}
      maxLength={128}
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
