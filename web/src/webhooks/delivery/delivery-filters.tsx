import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useEndpointOptions } from '../../nouns/endpoint/use-endpoint-options.ts';
import { useEndpointUrl } from '../../nouns/endpoint/use-endpoint-url.ts';
import { useEventTypes } from '../../nouns/event-type/use-event-types.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ConsumerFilter } from '../../nouns/consumer/consumer-filter.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { LookupFilter } from '../../ui/filter/lookup-filter.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { SelectFilter } from '../../ui/filter/select-filter.tsx';
import { SpanFilter } from '../../ui/filter/span-filter.tsx';

const route = getRouteApi('/_console/deliveries');

const statusOptions = [
  { value: 'pending', label: 'Pending' },
  { value: 'failed', label: 'Failed, will be tried again' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'exhausted', label: 'Exhausted' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

const none = {
  status: undefined,
  eventType: undefined,
  endpointId: undefined,
  consumerId: undefined,
  eventId: undefined,
  range: undefined,
  since: undefined,
  until: undefined,
};

type Change = Partial<ReturnType<typeof route.useSearch>>;

function useFilter() {
  const navigate = route.useNavigate();
  return (change: Change) =>
    void navigate({ search: (before) => ({ ...before, cursor: undefined, ...change }), replace: true });
}

export function DeliveryFilters({ isFiltered, aside }: { isFiltered: boolean; aside: ReactNode }) {
  const { status, eventType, eventId, range, since, until } = route.useSearch();
  const [typeText, setTypeText] = useState('');
  const eventTypes = useEventTypes(typeText);
  const filter = useFilter();
  return (
    <FilterBar folds isFiltered={isFiltered} onClear={() => filter(none)} aside={aside}>
      <SelectFilter
        label="Status"
        value={status}
        options={statusOptions}
        onChange={(next) => filter({ status: next })}
      />
      <LookupFilter
        label="Event type"
        chosen={eventType ? { value: eventType, label: eventType } : undefined}
        options={eventTypes.map(({ name }) => ({ value: name, label: name }))}
        onSearch={setTypeText}
        onChange={(next) => filter({ eventType: next })}
      />
      <ReceiverFilters />
      <SearchFilter
        leadsOn
        label="Event id, or any words"
        value={eventId}
        onChange={(next) => filter({ eventId: next })}
      />
      <SpanFilter span={{ range, since, until }} onChange={filter} />
    </FilterBar>
  );
}

/** The consumer that receives, and one of its endpoints. */
function ReceiverFilters() {
  const { consumerId, endpointId } = route.useSearch();
  const environment = useEnvironment();
  const [endpointText, setEndpointText] = useState('');
  const endpoints = useEndpointOptions(endpointText, { environment, consumerId });
  const endpointUrl = useEndpointUrl(endpointId);
  const filter = useFilter();
  return (
    <>
      <ConsumerFilter
        value={consumerId}
        onChange={(next) => filter({ consumerId: next, endpointId: undefined })}
      />
      <LookupFilter
        label="Endpoint"
        chosen={endpointId ? { value: endpointId, label: endpointUrl } : undefined}
        options={endpoints}
        onSearch={setEndpointText}
        onChange={(next) => filter({ endpointId: next })}
      />
    </>
  );
}
