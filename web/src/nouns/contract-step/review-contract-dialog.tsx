import { List } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { useContractSteps } from './use-contract-steps.ts';

/** Says that a person has read a draft. */
export function ReviewContractDialog({
  version,
  ...dialog
}: {
  version: ContractVersionDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { review } = useContractSteps();
  return (
    <ConfirmDialog
      environment={null}
      {...dialog}
      isDangerous={false}
      title="Mark this draft as reviewed?"
      facts={
        <List size="sm" spacing={4}>
          <List.Item>It says that you have read what changes, and is recorded under your name.</List.Item>
          <List.Item>Nothing is promised yet, and nobody is told.</List.Item>
        </List>
      }
      confirmLabel="Mark as reviewed"
      onConfirm={async () => review.mutateAsync({ slug: version.api, id: version.id })}
    />
  );
}
