import { List } from '@mantine/core';
import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';

/** Ends a recovery for good. */
export function CancelRecoveryDialog({
  recovery,
  ...dialog
}: {
  recovery: RecoveryView;
  opened: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}) {
  const { sentCount, plannedCount } = recovery;
  const left = plannedCount - sentCount;
  return (
    <ConfirmDialog
      environment={recovery.environment}
      {...dialog}
      title="Cancel this recovery?"
      facts={
        <List size="sm" spacing={4}>
          {left > 0 && (
            <List.Item>{count(left, 'delivery', 'deliveries')} of its plan will not be sent again.</List.Item>
          )}
          <List.Item>It cannot be resumed. Another recovery can be planned.</List.Item>
          {sentCount > 0 && <List.Item>What it made due already is sent all the same.</List.Item>}
        </List>
      }
      confirmLabel="Cancel recovery"
      cancelLabel="Keep it"
    />
  );
}
