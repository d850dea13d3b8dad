import { List, Text } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Suspends an active consumer, and lets a suspended one in again. */
export function SuspendConsumerDialog({
  consumer,
  act,
  onClose,
}: {
  consumer: ConsumerView;
  act: 'suspend' | 'reactivate' | undefined;
  onClose: () => void;
}) {
  const update = useMutation(api.consumer.update.mutationOptions());
  const setStatus = async (status: ConsumerView['status']) => {
    await update.mutateAsync({ id: consumer.id, status });
    await queryClient.invalidateQueries(api.consumer.pathFilter());
  };
  return (
    <>
      <ConfirmDialog
        environment={null}
        opened={act === 'suspend' && consumer.status === 'active'}
        onClose={onClose}
        title={`Suspend ${consumer.name}?`}
        facts={
          <List size="sm" spacing={4}>
            <List.Item>Its API keys are refused at once, in live and in test.</List.Item>
            <List.Item>Its deliveries wait and go out when it is reactivated.</List.Item>
            <List.Item>Nothing is deleted.</List.Item>
          </List>
        }
        phrase={consumer.name}
        confirmLabel="Suspend consumer"
        onConfirm={() => setStatus('suspended')}
      />
      <ConfirmDialog
        environment={null}
        opened={act === 'reactivate' && consumer.status === 'suspended'}
        onClose={onClose}
        title={`Reactivate ${consumer.name}?`}
        facts={<Text>Its API keys work again, and the deliveries that waited go out.</Text>}
        confirmLabel="Reactivate consumer"
        isDangerous={false}
        onConfirm={() => setStatus('active')}
      />
    </>
  );
}
