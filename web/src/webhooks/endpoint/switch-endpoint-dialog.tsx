import { List, Text } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Disables an active endpoint, and enables a disabled one. */
export function SwitchEndpointDialog({
  endpoint,
  act,
  onClose,
}: {
  endpoint: EndpointView;
  act: 'disable' | 'enable' | undefined;
  onClose: () => void;
}) {
  const update = useMutation(api.endpoint.update.mutationOptions());
  const setDisabled = async (disabled: boolean) => {
    await update.mutateAsync({ id: endpoint.id, disabled });
    await queryClient.invalidateQueries(api.endpoint.pathFilter());
  };
  return (
    <>
      <ConfirmDialog
        environment={endpoint.environment}
        opened={act === 'disable' && endpoint.status === 'active'}
        onClose={onClose}
        title="Disable this endpoint?"
        facts={<WhatStops url={endpoint.url} />}
        confirmLabel="Disable endpoint"
        onConfirm={() => setDisabled(true)}
      />
      <ConfirmDialog
        environment={endpoint.environment}
        opened={act === 'enable' && endpoint.status === 'disabled'}
        onClose={onClose}
        title="Enable this endpoint?"
        facts={
          <Text>
            Webhooks go to <code>{endpoint.url}</code> again. What waited for it is sent now.
          </Text>
        }
        confirmLabel="Enable endpoint"
        isDangerous={false}
        onConfirm={() => setDisabled(false)}
      />
    </>
  );
}

function WhatStops({ url }: { url: string }) {
  return (
    <List size="sm" spacing={4}>
      <List.Item>
        Nothing is sent to <code>{url}</code> until it is enabled.
      </List.Item>
      <List.Item>Deliveries that it has now wait, and go out then.</List.Item>
      <List.Item>
        Events that are published meanwhile get no delivery to it. A recovery of what it missed sends them
        later.
      </List.Item>
    </List>
  );
}
