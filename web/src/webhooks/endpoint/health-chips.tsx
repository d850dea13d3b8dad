import { EndpointHealth } from '@parley/shared/webhooks/endpoint';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { ChipFilter } from '../../ui/filter/chip-filter.tsx';

// A receiver that fails is left alone for a while after a few attempts: to whoever asks what fails it is one thing.
const groups: readonly { label: string; healths: readonly EndpointHealth[] }[] = [
  { label: 'Failing', healths: ['failing', 'paused'] },
  { label: 'Unsteady', healths: ['unsteady'] },
  { label: 'Disabled', healths: ['disabled'] },
  { label: 'Suspended', healths: ['suspended'] },
  { label: 'Healthy', healths: ['healthy'] },
  { label: 'Unused', healths: ['unused'] },
];

/** The healths that an address names, with commas between them; `undefined` for none that anybody knows. */
export function healthsOf(text: string | undefined): EndpointHealth[] | undefined {
  const known = (text ?? '').split(',').flatMap((word) => EndpointHealth.safeParse(word).data ?? []);
  return known.length > 0 ? known : undefined;
}

/** How the endpoints fare, with how many of each: one press shows those. What there is none of is left out, but “Failing”. */
export function HealthChips({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const environment = useEnvironment();
  const { data } = useQuery(api.endpoint.healths.queryOptions({ environment }, { refetchInterval: 10_000 }));
  const chips = groups.map(({ label, healths }) => ({
    value: healths.join(','),
    label,
    count: data && healths.reduce((sum, health) => sum + (data[health] ?? 0), 0),
  }));
  return (
    <ChipFilter
      label="Health"
      value={value}
      chips={chips.filter((chip, place) => place === 0 || chip.value === value || (chip.count ?? 0) > 0)}
      onChange={onChange}
    />
  );
}
