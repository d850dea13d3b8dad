import { Stack, Switch } from '@mantine/core';
import type { Environment } from '@parley/shared/words/environment';
import type { ReactNode } from 'react';
import { EventTypesInput } from '../subscription/event-types-input.tsx';

/** Which events the endpoints of a consumer may have; `undefined` for whichever they ask for. */
export function PlanEventTypes({
  environment,
  value,
  error,
  onChange,
}: {
  environment: Environment;
  value: readonly string[] | undefined;
  error?: ReactNode;
  onChange: (value: string[] | undefined) => void;
}) {
  return (
    <Stack gap="xs">
      <Switch
        label={`Only some event types in ${environment}`}
        description="Off: its endpoints have whichever they ask for."
        checked={value !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? [] : undefined)}
      />
      {value && (
        <EventTypesInput
          label={`Event types in ${environment}`}
          description="Its endpoints have these and no others: names, or invoice.* for all below invoice. Empty for none. What Parley itself tells, parley.* and contract.changed, needs no entry."
          isRequired={false}
          value={[...value]}
          error={error}
          onChange={onChange}
        />
      )}
    </Stack>
  );
}
