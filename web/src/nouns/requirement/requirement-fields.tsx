import { Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { kindOptions } from '../consumer/consumer-kinds.ts';
import { credentialOptions, dataClassOptions } from './requirement-words.ts';
import type { RequirementValues } from './requirement-values.ts';

type Form = UseFormReturnType<RequirementValues>;

/** The fields of a requirement: what for, who, what is called and how often, and how safe it is. */
export function RequirementFields({ form }: { form: Form }) {
  return (
    <Stack gap="md">
      <WhatForAndWho form={form} />
      <WhatIsCalled form={form} />
      <HowOftenAndSafe form={form} />
      <WhenceAndWhen form={form} />
    </Stack>
  );
}

function WhatForAndWho({ form }: { form: Form }) {
  return (
    <>
      <Textarea
        label="Purpose"
        description="What the application does with our APIs, in a few sentences."
        autosize
        minRows={3}
        maxRows={10}
        {...form.getInputProps('purpose')}
      />
      <Select label="Kind" clearable data={kindOptions} {...choiceProps(form, 'kind')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput label="Owner" autoComplete="off" {...form.getInputProps('contactName')} />
        <TextInput
          label="Owner e-mail"
          type="email"
          autoComplete="off"
          {...form.getInputProps('contactEmail')}
        />
        <TextInput label="Technical contact" autoComplete="off" {...form.getInputProps('technicalName')} />
        <TextInput
          label="Technical e-mail"
          type="email"
          autoComplete="off"
          {...form.getInputProps('technicalEmail')}
        />
      </SimpleGrid>
    </>
  );
}

function WhatIsCalled({ form }: { form: Form }) {
  return (
    <>
      <Lines
        form={form}
        name="operations"
        label="Operations"
        description={
          <>
            One a line: the API, then method and path or the operation’s id, such as{' '}
            <code>parley GET /v1/deliveries</code>.
          </>
        }
      />
      <Lines
        form={form}
        name="eventTypes"
        label="Event types"
        description={
          <>
            What you want webhooks of, one a line: <code>invoice.generated</code>, or <code>invoice.*</code>{' '}
            for all below.
          </>
        }
      />
    </>
  );
}

function HowOftenAndSafe({ form }: { form: Form }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        label="Calls per day"
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps('callsPerDay')}
      />
      <TextInput
        label="Calls in the busiest second"
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps('callsPerSecond')}
      />
      <Select
        label="Data"
        description="The most sensitive that it sees."
        clearable
        data={dataClassOptions}
        {...choiceProps(form, 'dataClass')}
      />
      <Select
        label="Credential"
        description="With what you want to call."
        clearable
        data={credentialOptions}
        {...choiceProps(form, 'credentialType')}
      />
    </SimpleGrid>
  );
}

function WhenceAndWhen({ form }: { form: Form }) {
  return (
    <>
      <Lines
        form={form}
        name="networks"
        label="Networks"
        description={
          <>
            Whence you call, one a line: <code>192.0.2.0/24</code>, <code>2001:db8::/32</code> or one address.
            Empty for anywhere.
          </>
        }
      />
      <TextInput
        label="Go live"
        description="From which day on you want to call live."
        type="date"
        {...form.getInputProps('goLiveOn')}
      />
    </>
  );
}

function choiceProps(form: Form, name: keyof RequirementValues & string) {
  const { value, ...rest } = form.getInputProps(name);
  return {
    ...rest,
    value: typeof value === 'string' && value !== '' ? value : null,
    onChange: (chosen: string | null) => form.setFieldValue(name, chosen ?? ''),
  };
}

function Lines({
  form,
  name,
  label,
  description,
}: {
  form: Form;
  name: 'operations' | 'eventTypes' | 'networks';
  label: string;
  description: ReactNode;
}) {
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={12}
      spellCheck={false}
      autoComplete="off"
      {...form.getInputProps(name)}
      error={complaintOf(form, name)}
    />
  );
}

/** What is wrong with the whole, or with one of its lines. */
function complaintOf(form: Form, name: string): ReactNode {
  const found = Object.entries(form.errors).find(([path]) => path === name || path.startsWith(`${name}.`));
  if (!found) return null;
  const [path, message] = found;
  const line = Number(path.split('.')[1]);
  return Number.isNaN(line) ? (
    message
  ) : (
    <>
      Line {line + 1}: {message}
    </>
  );
}
