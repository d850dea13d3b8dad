import { List } from '@mantine/core';
import type { EventDetail } from '@parley/shared/webhooks/event';
import type { RecipientView } from '@parley/shared/webhooks/recipient';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Sends an event to an endpoint that did not get it, and shows the delivery. */
export function SendEventDialog({
  event,
  recipient,
  onClose,
}: {
  event: EventDetail;
  recipient: RecipientView | null;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const send = useMutation(api.recipient.send.mutationOptions());
  return (
    <ConfirmDialog
      environment={event.environment}
      opened={recipient !== null}
      onClose={onClose}
      title="Send the event to this endpoint?"
      facts={
        <List size="sm" spacing={6}>
          <List.Item>
            One POST goes to <strong>{recipient?.endpointUrl}</strong> of {recipient?.consumerName} now,
            signed, recorded and retried like any other.
          </List.Item>
          <List.Item>What the endpoint asks for, and its filter, do not count this once.</List.Item>
        </List>
      }
      confirmLabel="Send now"
      isDangerous={false}
      onConfirm={async () => {
        if (!recipient) return;
        const { id } = await send.mutateAsync({ id: event.uniqueId, endpointId: recipient.endpointId });
        await queryClient.invalidateQueries(api.event.pathFilter());
        await navigate({ to: '/deliveries/$id', params: { id } });
      }}
    />
  );
}
