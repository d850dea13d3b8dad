import { Checkbox, Modal, NativeSelect, Skeleton, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { type PlanEnvironment, type PlanView, PutPlan } from '@parley/shared/access/plan';
import type { Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { grantableScopes } from '../scope/scope-groups.ts';
import { ScopePicker } from '../scope/scope-picker.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { PlanCuts } from './plan-cuts.tsx';
import { PlanEventTypes } from './plan-event-types.tsx';
import { limitsText, linesOf, readLimits } from './plan-text.ts';

interface InEnvironment {
  isAllowed: boolean;
  scopes: Scope[];
  limits: string;
  networks: string;
  eventTypes: string[] | undefined;
}

interface Values extends Record<string, unknown> {
  live: InEnvironment;
  test: InEnvironment;
  timeZone: string;
  whenStoreIsAway: string;
}

const fieldsOf = (plan: PlanEnvironment | undefined, isNew: boolean): InEnvironment => ({
  isAllowed: plan !== undefined || isNew,
  scopes: plan?.scopes ?? [],
  limits: limitsText(plan?.limits ?? []),
  networks: (plan?.networks ?? []).join('\n'),
  eventTypes: plan?.eventTypes,
});

const environmentOf = ({ isAllowed, scopes, limits, networks, eventTypes }: InEnvironment) => {
  if (!isAllowed) return undefined;
  const { limits: read, wrong } = readLimits(limits);
  // What cannot be read is left as it is: the schema says that it is no list.
  return { scopes, limits: wrong === null ? read : limits, networks: linesOf(networks), eventTypes };
};

/** Sets the plan of a consumer. */
export function EditPlanDialog({
  id,
  opened,
  onClose,
}: {
  id: string;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title="Plan" size="lg">
      <WithPlan id={id} onClose={onClose} />
    </Modal>
  );
}

function WithPlan({ id, onClose }: { id: string; onClose: () => void }) {
  const plan = useQuery(api.plan.get.queryOptions({ id }));
  if (!plan.data) return plan.error ? <ProblemAlert error={plan.error} /> : <Skeleton h={400} />;
  return <EditPlanForm plan={plan.data} onClose={onClose} />;
}

function EditPlanForm({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const put = useMutation(api.plan.put.mutationOptions());
  const initial: Values = {
    live: fieldsOf(plan.live, !plan.isEnforced),
    test: fieldsOf(plan.test, !plan.isEnforced),
    timeZone: plan.timeZone,
    whenStoreIsAway: plan.whenStoreIsAway,
  };
  const bodyOf = ({ live, test, ...rest }: Values) => ({
    id: plan.consumerId,
    live: environmentOf(live),
    test: environmentOf(test),
    ...rest,
  });
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: PutPlan,
    initial,
    prepare: bodyOf,
    send: put.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.plan.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="lg">
        <EnvironmentFields form={form} environment="live" />
        <EnvironmentFields form={form} environment="test" />
        <TextInput
          label="Time zone"
          description="By its calendar days and months begin."
          placeholder="Europe/Berlin"
          {...form.getInputProps('timeZone')}
        />
        <NativeSelect
          label="When calls cannot be counted together"
          data={[
            { value: 'open', label: 'Let each process count by itself' },
            { value: 'closed', label: 'Refuse calls that a limit counts' },
          ]}
          {...form.getInputProps('whenStoreIsAway')}
        />
        <PlanCuts plan={PutPlan.safeParse(bodyOf(form.values)).data ?? null} />
      </Stack>
      <FormActions submit="Set plan" isSending={isSending} onCancel={onClose} />
    </form>
  );
}

/** The first complaint about a field and what is in it. */
const errorAt = (form: UseFormReturnType<Values>, name: string): ReactNode =>
  Object.entries(form.errors).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];

function EnvironmentFields({
  form,
  environment,
}: {
  form: UseFormReturnType<Values>;
  environment: Environment;
}) {
  const fields = form.values[environment];
  const change = (changed: Partial<InEnvironment>) =>
    form.setFieldValue(environment, { ...fields, ...changed });
  return (
    <Stack gap="sm">
      <Checkbox
        label={environment === 'live' ? 'May be used in live' : 'May be used in test'}
        checked={fields.isAllowed}
        onChange={(event) => change({ isAllowed: event.currentTarget.checked })}
      />
      {fields.isAllowed && (
        <Bounds
          environment={environment}
          fields={fields}
          errorOf={(name) => errorAt(form, `${environment}.${name}`)}
          onChange={change}
        />
      )}
    </Stack>
  );
}

function Bounds({
  environment,
  fields,
  errorOf,
  onChange,
}: {
  environment: Environment;
  fields: InEnvironment;
  errorOf: (name: keyof InEnvironment) => ReactNode;
  onChange: (changed: Partial<InEnvironment>) => void;
}) {
  const grantable = grantableScopes(useSession().scopes);
  const { wrong } = readLimits(fields.limits);
  return (
    <>
      <ScopePicker
        grantable={grantable}
        value={fields.scopes}
        error={errorOf('scopes')}
        onChange={(scopes) => onChange({ scopes })}
      />
      <Textarea
        label={`Limits in ${environment}`}
        description="One a line, for all keys together: 20 a second, 100000 a day, 60 a minute: POST /v1/events."
        autosize
        minRows={2}
        value={fields.limits}
        error={wrong === null ? errorOf('limits') : `Line ${wrong} is no limit. Write it as 20 a second.`}
        onChange={(event) => onChange({ limits: event.currentTarget.value })}
      />
      <Textarea
        label={`Networks in ${environment}`}
        description="One a line, such as 192.0.2.0/24 or 2001:db8::/32. Empty for anywhere."
        autosize
        minRows={2}
        value={fields.networks}
        error={errorOf('networks')}
        onChange={(event) => onChange({ networks: event.currentTarget.value })}
      />
      <PlanEventTypes
        environment={environment}
        value={fields.eventTypes}
        error={errorOf('eventTypes')}
        onChange={(eventTypes) => onChange({ eventTypes })}
      />
    </>
  );
}
