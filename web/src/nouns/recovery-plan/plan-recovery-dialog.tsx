import { Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { localOf } from '../../lib/time/local-time.ts';
import { instantsOf } from '../../lib/time/span.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import type { RecoveryStart } from '../recovery/recovery-start.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { RecoveryPlanFields } from './recovery-plan-fields.tsx';
import { PlanRecoveryForm, planOf, type PlanValues } from './plan-recovery-form.ts';

interface Props {
  start: RecoveryStart;
  onClose: () => void;
}

/** Asks what to send again, finds out what that would be, and leads to the plan. Begins with `start`. */
export function PlanRecoveryDialog({ opened, ...form }: Props & { opened: boolean }) {
  const environment = useEnvironment();
  return (
    <Modal opened={opened} onClose={form.onClose} title={`Recover deliveries in ${environment}`} size="lg">
      <PlanForm {...form} />
    </Modal>
  );
}

function initialOf(start: RecoveryStart): PlanValues {
  const { scope, consumerId, endpointId, eventType, range, since, until } = start;
  const span = instantsOf({ range, since, until }, new Date());
  return {
    scope: scope ?? 'undelivered',
    consumerId: consumerId ?? '',
    endpointId: endpointId ?? '',
    eventTypes: eventType ? [eventType] : [],
    since: localOf(span.since),
    until: localOf(span.until),
    ratePerSecond: '',
  };
}

function PlanForm({ start, onClose }: Props) {
  const navigate = useNavigate();
  const environment = useEnvironment();
  const plan = useMutation(api.recovery.plan.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: PlanRecoveryForm,
    initial: initialOf(start),
    prepare: (values) => planOf(values, environment),
    fieldOf: { 'endpoint.not_found': 'endpointId', 'endpoint.disabled': 'endpointId' },
    send: plan.mutateAsync,
    onSent: async (recovery) => {
      await queryClient.invalidateQueries(api.recovery.pathFilter());
      await navigate({ to: '/recoveries/$id', params: { id: recovery.id } });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <RecoveryPlanFields form={form} />
      <Text c="dimmed" mt="md">
        Nothing is sent yet: the plan says how many deliveries there are and what may arrive twice.
      </Text>
      <FormActions submit="Make the plan" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
