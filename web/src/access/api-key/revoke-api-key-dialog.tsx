import { Checkbox, List, Skeleton, Stack } from '@mantine/core';
import type { ApiKeyView } from '@parley/shared/access/api-key';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { RevocationVerdict } from '../../nouns/api-key/revocation-verdict.tsx';
import { useApiKeyFigures } from '../../nouns/api-key/use-api-key-figures.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

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
  const { data: figures, error, isPending } = useApiKeyFigures(apiKey.id);
  return (
    <Stack gap="md">
      <ProblemAlert error={error} />
      {figures && <RevocationVerdict figures={figures} />}
      {isPending && <Skeleton h={120} />}
      {figures && figures.keysBelow > 0 && (
        <Checkbox
          label={`Let ${count(figures.keysBelow, 'key')} that it made go on without it`}
          description={
            keepsChildren
              ? 'They keep working, and nobody ends them but you.'
              : `${count(figures.keysBelow, 'key')} that it made, or that those made, will be revoked with it.`
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
