import { Alert, Checkbox, List, Skeleton, Stack } from '@mantine/core';
import type { ApiKeyActivity, ApiKeyView } from '@parley/shared/access/api-key';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Revokes a key for good, after showing what it did lately. */
export function RevokeApiKeyDialog({
  apiKey,
  opened,
  onClose,
}: {
  apiKey: ApiKeyView;
  opened: boolean;
  onClose: () => void;
}) {
  const revoke = useMutation(api.apiKey.revoke.mutationOptions());
  const [keepsChildren, setKeepsChildren] = useState(false);
  return (
    <ConfirmDialog
      environment={apiKey.environment}
      opened={opened}
      onClose={onClose}
      title={`Revoke ${apiKey.name}?`}
      facts={<Facts apiKey={apiKey} keepsChildren={keepsChildren} onKeepChildren={setKeepsChildren} />}
      phrase={apiKey.name}
      confirmLabel="Revoke key"
      onConfirm={async () => {
        await revoke.mutateAsync({ id: apiKey.id, ...(keepsChildren && { keepChildren: true }) });
        await queryClient.invalidateQueries(api.apiKey.pathFilter());
      }}
    />
  );
}

interface FactsProps {
  apiKey: ApiKeyView;
  keepsChildren: boolean;
  onKeepChildren: (keeps: boolean) => void;
}

function Facts({ apiKey, keepsChildren, onKeepChildren }: FactsProps) {
  const activity = useQuery(api.apiKey.activity.queryOptions({ id: apiKey.id }, { staleTime: 0 }));
  return (
    <Stack gap="md">
      <ProblemAlert error={activity.error} />
      {activity.data && <LatelySeen activity={activity.data} />}
      {activity.isPending && <Skeleton h={64} />}
      {activity.data && activity.data.keysBelow > 0 && (
        <Checkbox
          label={`Let ${count(activity.data.keysBelow, 'key')} that it made go on without it`}
          description={
            keepsChildren
              ? 'They keep working, and nobody ends them but you.'
              : `${count(activity.data.keysBelow, 'key')} that it made, or that those made, will be revoked with it.`
          }
          checked={keepsChildren}
          onChange={(event) => onKeepChildren(event.currentTarget.checked)}
        />
      )}
      <List size="sm" spacing={4}>
        <List.Item>
          {apiKey.consumerName} is refused with this key from its next request on, in {apiKey.environment}.
        </List.Item>
        <List.Item>This cannot be undone. To replace the key without an outage, rotate it instead.</List.Item>
      </List>
    </Stack>
  );
}

function LatelySeen({ activity }: { activity: ApiKeyActivity }) {
  const { callsLastDay, lastUsedAt, operations } = activity;
  if (callsLastDay > 0) {
    return (
      <Alert color="yellow" title="This key is in use" icon={<IconAlertTriangle size={18} />}>
        {count(callsLastDay, 'call')} in 24 h, last used <Time at={lastUsedAt} />.{' '}
        {operations[0] && (
          <>
            Mostly <code>{operations[0].operation}</code>.
          </>
        )}
      </Alert>
    );
  }
  return (
    <Alert color="gray" title="No calls in 24 h" icon={<IconCircleCheck size={18} />}>
      {lastUsedAt === null ? (
        'It was never used.'
      ) : (
        <>
          Last used <Time at={lastUsedAt} />.
        </>
      )}
    </Alert>
  );
}
