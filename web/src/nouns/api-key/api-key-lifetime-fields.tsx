import { Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { lifetimes, type Lifetime } from './api-key-lifetime.ts';

/** When a key stops working: a usual span, or a date. */
export function ApiKeyLifetimeFields({
  lifetime,
  date,
  error,
  onChange,
}: {
  lifetime: Lifetime;
  date: string;
  error?: ReactNode;
  onChange: (change: { lifetime: Lifetime; date: string }) => void;
}) {
  return (
    <Group gap="sm" align="flex-start">
      <Select
        label="Expires"
        w={170}
        data={[...lifetimes]}
        value={lifetime}
        error={lifetime === 'date' ? undefined : error}
        onChange={(chosen) => {
          const next = lifetimes.find(({ value }) => value === chosen);
          if (next) onChange({ lifetime: next.value, date });
        }}
      />
      {lifetime === 'date' && (
        <TextInput
          label="Last day"
          type="date"
          required
          w={170}
          value={date}
          error={error && 'A day that is not over yet.'}
          onChange={(event) => onChange({ lifetime, date: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}
