import { NumberInput, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { EventTypesInput } from '../subscription/event-types-input.tsx';
import type { HeaderRow } from './header-rows.ts';
import type { SubscriptionValues } from '../subscription/subscription-values.ts';

/** What stands in the fields; a blank field means that nothing was said. */
export interface EndpointValues extends SubscriptionValues {
  url: string;
  eventTypes: string[];
  description: string;
  headers: HeaderRow[];
  rateLimitPerSecond: number | '';
}

/** The usual fields of an endpoint, without its headers. `isFirst` gives the focus to the URL. */
export function EndpointFields({
  form,
  isFirst,
}: {
  form: UseFormReturnType<EndpointValues>;
  isFirst: boolean;
}) {
  return (
    <Stack gap="md">
      <TextInput
        data-autofocus={isFirst}
        label="URL"
        description="Public http or https; webhooks arrive as POST."
        placeholder="https://billing.example/webhooks"
        type="url"
        required
        autoComplete="off"
        {...form.getInputProps('url')}
      />
      <EventTypes form={form} />
      <TextInput
        label="Description"
        description="What is behind the URL."
        autoComplete="off"
        {...form.getInputProps('description')}
      />
      <NumberInput
        label="Rate limit"
        description="At most so many attempts a second. Blank for no limit."
        maw={360}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={form.values.rateLimitPerSecond}
        error={form.errors['rateLimitPerSecond']}
        onChange={(next) => form.setFieldValue('rateLimitPerSecond', next === '' ? '' : Number(next))}
      />
    </Stack>
  );
}

/** A complaint about one of the tags names it, because the field shows them all. */
function EventTypes({ form }: { form: UseFormReturnType<EndpointValues> }) {
  const { eventTypes } = form.values;
  const [place, complaint] =
    Object.entries(form.errors).find(([path]) => path.startsWith('eventTypes')) ?? [];
  const wrong = eventTypes[Number(place?.split('.')[1])];
  return (
    <EventTypesInput
      value={eventTypes}
      error={
        wrong && complaint ? (
          <>
            {wrong}: {complaint}
          </>
        ) : (
          complaint
        )
      }
      onChange={(next) => {
        if (place) form.clearFieldError(place);
        form.setFieldValue('eventTypes', next);
      }}
    />
  );
}
