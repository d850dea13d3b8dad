import { List } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Removes an endpoint for good. Its host has to be typed: a URL is too long for that. */
export function RemoveEndpointDialog({
  endpoint,
  opened,
  onClose,
}: {
  endpoint: EndpointView;
  opened: boolean;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = useMutation(api.endpoint.remove.mutationOptions());
  return (
    <ConfirmDialog
      environment={endpoint.environment}
      opened={opened}
      onClose={onClose}
      title="Remove this endpoint?"
      facts={
        <List size="sm" spacing={4}>
          <List.Item>
            {endpoint.consumerName} receives nothing at <code>{endpoint.url}</code> any more.
          </List.Item>
          <List.Item>
            {endpoint.lastSuccessAt ? (
              <>
                It took a webhook <Time at={endpoint.lastSuccessAt} />.
              </>
            ) : (
              'It never took a webhook.'
            )}
          </List.Item>
          <List.Item>Deliveries that wait for it are cancelled. Its history stays.</List.Item>
          <List.Item>The signing secret is lost. To stop for a while, disable it instead.</List.Item>
        </List>
      }
      phrase={new URL(endpoint.url).host}
      confirmLabel="Remove endpoint"
      onConfirm={async () => {
        await remove.mutateAsync({ id: endpoint.id });
        await navigate({ to: '/endpoints', replace: true });
        await queryClient.invalidateQueries(api.endpoint.pathFilter());
      }}
    />
  );
}
