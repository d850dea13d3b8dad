import { List, Modal, Textarea } from '@mantine/core';
import { RetireContract, type ContractVersionDetail } from '@parley/shared/contracts/contract';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ContractAudience } from './contract-audience.tsx';
import { useContractSteps } from './use-contract-steps.ts';

/** Ends a version. While somebody calls it, that takes a reason. */
export function RetireContractDialog({
  version,
  opened,
  onClose,
}: {
  version: ContractVersionDetail;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Retire ${version.version}?`}>
      <RetireForm version={version} onClose={onClose} />
    </Modal>
  );
}

function RetireForm({ version, onClose }: { version: ContractVersionDetail; onClose: () => void }) {
  const { retire } = useContractSteps();
  const { api: slug, id } = version;
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: RetireContract,
    initial: { reason: '' },
    prepare: (values) => ({ slug, id, ...withoutBlanks(values) }),
    fieldOf: { 'contract.still_called': 'reason' },
    send: retire.mutateAsync,
    onSent: onClose,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <List size="sm" spacing={4} mb="sm">
        <List.Item>From then on the API promises it no more. That cannot be taken back.</List.Item>
        <List.Item>It stays here to read and to compare.</List.Item>
      </List>
      <ContractAudience slug={slug} id={id} act="retire" />
      <Textarea
        data-autofocus
        mt="md"
        label="Reason"
        description="Needed while somebody still calls it: why it ends all the same. It is recorded."
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps('reason')}
      />
      <FormActions submit="Retire" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
