import { Input, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Disclosure } from '../../ui/page/disclosure.tsx';
import { JsonField } from '../../ui/form/json-field.tsx';
import { PinFields } from './pin-fields.tsx';
import type { SignatureChoice, SubscriptionValues } from './subscription-values.ts';

const fields = ['ordered', 'filter', 'schemaVersions', 'retrySchedule', 'signatures'];

const signatureOptions: { value: SignatureChoice; label: string }[] = [
  { value: 'v1', label: 'v1, secret' },
  { value: 'v1a', label: 'v1a, key pair' },
  { value: 'both', label: 'Both' },
];

/** Order, filter, versions, retries and signatures, behind “Advanced”; a complaint about one of them opens it. */
export function SubscriptionFields({ form }: { form: UseFormReturnType<SubscriptionValues> }) {
  const isWrong = Object.keys(form.errors).some((path) => fields.includes(path.split('.', 1)[0] ?? ''));
  return (
    <Disclosure title="Advanced" hint="Order, filter, versions, retries, signatures" isNeeded={isWrong}>
      <Stack gap="md">
        <Switch
          label="Ordered by subject"
          description="Events with the same subject arrive in the order in which they were published. One that fails holds back the later ones of its subject, and no others."
          checked={form.values.ordered}
          onChange={(event) => form.setFieldValue('ordered', event.currentTarget.checked)}
        />
        <JsonField
          form={form}
          name="filter"
          label="Filter"
          description="JSON Schema, draft 2020-12, that the data of an event has to fit to be sent here. Blank for all events."
          minRows={3}
        />
        <PinFields form={form} />
        <RetrySchedule form={form} />
        <Signatures form={form} />
      </Stack>
    </Disclosure>
  );
}

function RetrySchedule({ form }: { form: UseFormReturnType<SubscriptionValues> }) {
  const [path, complaint] =
    Object.entries(form.errors).find(([place]) => place.split('.', 1)[0] === 'retrySchedule') ?? [];
  return (
    <TextInput
      label="Retry schedule"
      description="Seconds before each attempt after the one before, joined by commas. Blank for the schedule of this Parley."
      placeholder="0, 5, 300, 1800"
      autoComplete="off"
      value={form.values.retrySchedule}
      error={complaint}
      onChange={(event) => {
        if (path) form.clearFieldError(path);
        form.setFieldValue('retrySchedule', event.currentTarget.value);
      }}
    />
  );
}

function Signatures({ form }: { form: UseFormReturnType<SubscriptionValues> }) {
  return (
    <Input.Wrapper
      size="xs"
      label="Signatures"
      labelElement="div"
      description="v1 is HMAC-SHA256 with the signing secret. v1a is ed25519: the receiver verifies it with a public key and keeps no secret."
      error={form.errors['signatures']}
    >
      <div style={{ marginTop: 6 }}>
        <SegmentedControl
          aria-label="Signatures"
          value={form.values.signatures}
          onChange={(choice) => form.setFieldValue('signatures', choice)}
          data={signatureOptions}
        />
      </div>
    </Input.Wrapper>
  );
}
