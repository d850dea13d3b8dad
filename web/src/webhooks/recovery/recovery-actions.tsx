import { Button } from '@mantine/core';
import type { RecoveryAction, RecoveryStatus, RecoveryView } from '@parley/shared/webhooks/recovery';
import { IconPlayerPause, IconPlayerPlay, IconX, type Icon } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { CancelRecoveryDialog } from './cancel-recovery-dialog.tsx';
import type { useControlRecovery } from './use-control-recovery.ts';

const route = getRouteApi('/_console/recoveries/$id');

const moves: Partial<Record<RecoveryStatus, { action: RecoveryAction; label: string; icon: Icon }>> = {
  planned: { action: 'start', label: 'Start', icon: IconPlayerPlay },
  running: { action: 'pause', label: 'Pause', icon: IconPlayerPause },
  paused: { action: 'resume', label: 'Resume', icon: IconPlayerPlay },
};

/** What can be done with a recovery in its state: one step on, or an end to it. Nothing once it is over. */
export function RecoveryActions({
  recovery,
  control,
}: {
  recovery: RecoveryView;
  control: ReturnType<typeof useControlRecovery>;
}) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const move = moves[recovery.status];
  const setDialog = (next: 'cancel' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  if (!move) return null;
  return (
    <>
      <Button
        type="button"
        variant="default"
        leftSection={<IconX size={14} />}
        onClick={() => setDialog('cancel')}
      >
        Cancel…
      </Button>
      <Button
        type="button"
        variant={move.action === 'pause' ? 'default' : 'filled'}
        leftSection={<move.icon size={14} />}
        loading={control.isPending}
        onClick={() => control.run(move.action)}
      >
        {move.label}
      </Button>
      <CancelRecoveryDialog
        recovery={recovery}
        opened={dialog === 'cancel'}
        onClose={() => setDialog(undefined)}
        onConfirm={() => control.runAsync('cancel')}
      />
    </>
  );
}
