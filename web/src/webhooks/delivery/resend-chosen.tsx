import { Button, Modal, Radio, Stack, Text } from '@mantine/core';
import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { Environment } from '@parley/shared/words/environment';
import { IconRestore } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import type { Chosen } from '../../ui/list/list-table.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** What the list is filtered by, as far as a recovery can be told of it. */
interface Filters {
  environment: Environment;
  status: DeliveryStatus | undefined;
  eventType: string | undefined;
  endpointId: string | undefined;
  consumerId: string | undefined;
  eventId: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

const namedMax = 1000;

/** Plans a recovery of the deliveries that are chosen: the plan says how many it would send and what it leaves out. */
export function ResendChosen({ chosen, filters }: { chosen: Chosen; filters: Filters }) {
  const [isOpen, setOpen] = useState(false);
  // A recovery goes by receivers, types and time; an event has few enough deliveries to choose them by hand.
  const isTooMany = !chosen.isAll && chosen.ids.length > namedMax;
  const why =
    (chosen.isAll &&
      filters.eventId !== undefined &&
      'Choose the rows of an event one by one, or the whole page') ||
    (isTooMany && `At most ${namedMax} can be chosen one by one; use filters for more`);
  return (
    <>
      <Button
        type="button"
        size="xs"
        leftSection={<IconRestore size={14} />}
        disabled={Boolean(why)}
        onClick={() => setOpen(true)}
      >
        Send again…
      </Button>
      {why && (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      )}
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`Send deliveries again in ${filters.environment}`}
      >
        <PlanForm {...{ chosen, filters }} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function PlanForm({ chosen, filters, onClose }: { chosen: Chosen; filters: Filters; onClose: () => void }) {
  const navigate = useNavigate();
  const [scope, setScope] = useState<'undelivered' | 'everything'>(
    filters.status === 'delivered' ? 'everything' : 'undelivered',
  );
  const plan = useMutation(api.recovery.plan.mutationOptions());
  const submit = async () => {
    const recovery = await plan.mutateAsync({
      scope,
      ...(chosen.isAll ? selectionOf(filters) : named(chosen, filters)),
    });
    await queryClient.invalidateQueries(api.recovery.pathFilter());
    await navigate({ to: '/recoveries/$id', params: { id: recovery.id } });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <Stack gap="sm">
        <ProblemAlert error={plan.error} />
        <Text>
          {chosen.isAll
            ? 'All deliveries that the filters find now.'
            : `${count(chosen.ids.length, 'delivery', 'deliveries')} that you chose.`}
        </Text>
        <Radio.Group
          label="Of them"
          value={scope}
          onChange={(next) => setScope(next === 'everything' ? 'everything' : 'undelivered')}
        >
          <Stack gap={6} mt={6}>
            <Radio value="undelivered" label="What was not delivered and is not on its way" />
            <Radio value="everything" label="Everything, also what was delivered: receivers get it twice" />
          </Stack>
        </Radio.Group>
        <Text c="dimmed">
          Nothing is sent yet: the plan says how many there are, what is left out and why, and what may arrive
          twice.
        </Text>
      </Stack>
      <FormActions submit="Make the plan" isSending={plan.isPending} onCancel={onClose} />
    </form>
  );
}

const named = ({ ids }: Chosen, { environment }: Filters) => ({ environment, deliveryIds: [...ids] });

const selectionOf = ({ environment, status, eventType, endpointId, consumerId, since, until }: Filters) => ({
  environment,
  ...(status && { statuses: [status] }),
  ...(eventType && { eventTypes: [eventType] }),
  ...(endpointId && { endpointIds: [endpointId] }),
  ...(consumerId && { consumerId }),
  ...(since && { since }),
  // What comes after the plan is none of it.
  until: until ?? new Date().toISOString(),
});
