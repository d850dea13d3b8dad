import { Group, NumberInput, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { RecoveryScope } from '@parley/shared/webhooks/recovery';
import { useState } from 'react';
import { useEventTypes } from '../event-type/use-event-types.ts';
import { ReceiverFields } from './receiver-fields.tsx';
import type { PlanValues } from './plan-recovery-form.ts';
import { recoveryScopeWords } from '../recovery/recovery-scope-words.ts';

type Form = UseFormReturnType<PlanValues>;

/** What to send again, to whom, of which time, and how fast. */
export function RecoveryPlanFields({ form }: { form: Form }) {
  return (
    <Stack gap="md">
      <Scope form={form} />
      <ReceiverFields form={form} />
      <EventTypes form={form} />
      <Window form={form} />
      <NumberInput
        label="Rate"
        description="At most so many deliveries a second. Blank for as fast as the receivers take them."
        maw={360}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={form.values.ratePerSecond}
        error={form.errors['ratePerSecond']}
        onChange={(next) => form.setFieldValue('ratePerSecond', next === '' ? '' : Number(next))}
      />
    </Stack>
  );
}

function Scope({ form }: { form: Form }) {
  return (
    <Radio.Group
      label="Send again"
      size="xs"
      value={form.values.scope}
      onChange={(chosen) => form.setFieldValue('scope', RecoveryScope.parse(chosen))}
    >
      <Stack gap="xs" mt={6}>
        {RecoveryScope.options.map((scope) => (
          <Radio
            key={scope}
            size="xs"
            value={scope}
            label={recoveryScopeWords[scope].label}
            description={recoveryScopeWords[scope].description}
            data-autofocus={scope === form.values.scope || undefined}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function EventTypes({ form }: { form: Form }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 200);
  const names = useEventTypes(search.slice(0, 128)).map(({ name }) => name);
  const [path, complaint] =
    Object.entries(form.errors).find(([place]) => place.startsWith('eventTypes')) ?? [];
  return (
    <TagsInput
      label="Event types"
      description="Only these. Blank for all. Enter adds one."
      autoComplete="off"
      splitChars={[',', ' ']}
      clearable
      clearButtonProps={{ 'aria-label': 'Remove all event types' }}
      maxDropdownHeight={240}
      data={names}
      value={form.values.eventTypes}
      error={complaint}
      onChange={(next) => {
        if (path) form.clearFieldError(path);
        form.setFieldValue('eventTypes', next);
      }}
      onSearchChange={setTyped}
    />
  );
}

/** The time of publication, in the reader's own time zone. */
function Window({ form }: { form: Form }) {
  return (
    <Group gap="sm" grow preventGrowOverflow={false} align="flex-start">
      <TextInput
        type="datetime-local"
        label="Published since"
        description="Blank for all that is kept."
        miw={200}
        {...form.getInputProps('since')}
      />
      <TextInput
        type="datetime-local"
        label="Published until"
        description="Blank for up to now."
        miw={200}
        {...form.getInputProps('until')}
      />
    </Group>
  );
}
