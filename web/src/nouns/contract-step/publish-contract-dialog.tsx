import { Alert, List, Text } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ContractAudience } from './contract-audience.tsx';
import { useContractSteps } from './use-contract-steps.ts';

/** Promises a contract version, after saying who will be told. */
export function PublishContractDialog({
  version,
  ...dialog
}: {
  version: ContractVersionDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { publish } = useContractSteps();
  return (
    <ConfirmDialog
      environment={null}
      {...dialog}
      isDangerous={false}
      title={`Publish ${version.version}?`}
      facts={<Facts version={version} />}
      confirmLabel="Publish"
      onConfirm={async () => publish.mutateAsync({ slug: version.api, id: version.id })}
    />
  );
}

function Facts({ version }: { version: ContractVersionDetail }) {
  const { gate, status } = version;
  return (
    <>
      {!gate.isOpen && (
        <Alert role="note" color="yellow" variant="light" mb="sm" title="Its gate is closed">
          <Text>
            {count(gate.reasons.length, 'reason')} to settle first; the server will refuse this until then.
          </Text>
        </Alert>
      )}
      <List size="sm" spacing={4}>
        <List.Item>From now on it is what the API promises. That cannot be taken back.</List.Item>
        {status === 'draft' && (
          <List.Item>Nobody has reviewed it: you are recorded as its reviewer.</List.Item>
        )}
      </List>
      <ContractAudience slug={version.api} id={version.id} act="publish" />
    </>
  );
}
