import { List } from '@mantine/core';
import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Sends a delivery once more, now. */
export function ReplayDialog({
  delivery,
  opened,
  onClose,
}: {
  delivery: DeliveryDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const retry = useMutation(api.delivery.retry.mutationOptions());
  return (
    <ConfirmDialog
      environment={delivery.environment}
      opened={opened}
      onClose={onClose}
      title="Replay this delivery?"
      facts={
        <List size="sm" spacing={6}>
          <List.Item>
            One more POST goes to <strong>{delivery.endpointUrl}</strong>, a {delivery.environment} endpoint,
            now, signed with its current secret.
          </List.Item>
          <List.Item>
            It carries the same <code>webhook-id</code> as before, <code>{delivery.eventId}</code>: a receiver
            that keeps the ids it has seen can tell the duplicate.
          </List.Item>
          {delivery.status === 'delivered' && (
            <List.Item>
              The receiver has answered it with 2xx already, so it may act on the event twice.
            </List.Item>
          )}
        </List>
      }
      confirmLabel="Replay now"
      isDangerous={false}
      onConfirm={async () => {
        await retry.mutateAsync({ id: delivery.id });
        await queryClient.invalidateQueries(api.delivery.pathFilter());
      }}
    />
  );
}
