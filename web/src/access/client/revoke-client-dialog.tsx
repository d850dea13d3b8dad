import { List } from '@mantine/core';
import type { ClientView } from '@parley/shared/access/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Revokes a client for good, after saying what its tokens did lately. */
export function RevokeClientDialog({
  client,
  opened,
  onClose,
}: {
  client: ClientView;
  opened: boolean;
  onClose: () => void;
}) {
  const revoke = useMutation(api.client.revoke.mutationOptions());
  return (
    <ConfirmDialog
      environment={client.environment}
      opened={opened}
      onClose={onClose}
      title={`Revoke ${client.name}?`}
      facts={<Facts client={client} />}
      phrase={client.name}
      confirmLabel="Revoke client"
      onConfirm={async () => {
        await revoke.mutateAsync({ id: client.id });
        await queryClient.invalidateQueries(api.client.pathFilter());
      }}
    />
  );
}

function Facts({ client }: { client: ClientView }) {
  const { data } = useQuery(api.client.activity.queryOptions({ id: client.id }));
  return (
    <List size="sm" spacing={4}>
      {data && <List.Item>Its tokens made {formatNumber(data.callsLastDay)} calls in 24 hours.</List.Item>}
      {data && data.below > 0 && (
        <List.Item>{count(data.below, 'credential')} that it made will be revoked with it.</List.Item>
      )}
      <List.Item>
        {client.consumerName} gets no token with it any more, and its tokens are refused from the next request
        on, in {client.environment}.
      </List.Item>
      <List.Item>
        This cannot be undone. To replace its secret without an outage, rotate it instead.
      </List.Item>
    </List>
  );
}
