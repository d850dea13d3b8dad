import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useEventTypes } from '../../nouns/event-type/use-event-types.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { LookupFilter } from '../../ui/filter/lookup-filter.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SpanFilter } from '../../ui/filter/span-filter.tsx';

const route = getRouteApi('/_console/events');

const none = {
  type: undefined,
  subject: undefined,
  consumerId: undefined,
  range: undefined,
  since: undefined,
  until: undefined,
};

export function EventFilters({ isFiltered, aside }: { isFiltered: boolean; aside: ReactNode }) {
  const { type, subject, consumerId, range, since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const [typeText, setTypeText] = useState('');
  const eventTypes = useEventTypes(typeText);
  const filter = (change: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });

  return (
    <FilterBar folds isFiltered={isFiltered} onClear={() => filter(none)} aside={aside}>
      <LookupFilter
        label="Event type"
        chosen={type ? { value: type, label: type } : undefined}
        options={eventTypes.map(({ name }) => ({ value: name, label: name }))}
        onSearch={setTypeText}
        onChange={(next) => filter({ type: next })}
      />
      <ConsumerFilter
        label="Published by"
        value={consumerId}
        onChange={(next) => filter({ consumerId: next })}
      />
      <SearchFilter
        leadsOn
        label="Subject, or any words"
        value={subject}
        onChange={(next) => filter({ subject: next })}
      />
      <SpanFilter span={{ range, since, until }} onChange={filter} />
    </FilterBar>
  );
}
