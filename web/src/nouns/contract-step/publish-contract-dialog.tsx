import { Alert, List, Skeleton, Text } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { alone, api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { useContractSteps } from './use-contract-steps.ts';

const namesShown = 8;
const toldDays = 30;

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
      <Told version={version} />
    </>
  );
}

function Told({ version: { api: slug, id } }: { version: ContractVersionDetail }) {
  const impact = useQuery(
    api.contractImpact.get.queryOptions({ slug, to: id, days: toldDays, includeTest: true }, alone),
  );
  if (impact.error) return <ProblemAlert error={impact.error} />;
  if (!impact.data) return <Skeleton h={40} mt="sm" />;
  const { consumers } = impact.data;
  const more = consumers.length - namesShown;
  if (consumers.length === 0)
    return (
      <Text mt="sm" c="dimmed">
        Nobody is told: no consumer was seen to use what changes.
      </Text>
    );
  return (
    <>
      <Text mt="sm" fw={600}>
        {count(consumers.length, 'consumer')} will be told
      </Text>
      <Text c="dimmed">
        By <code>contract.changed</code> at those of their endpoints that ask for it.
      </Text>
      <List size="sm" spacing={2} mt={6}>
        {consumers.slice(0, namesShown).map(({ consumerId, name, breaking, risky }) => (
          <List.Item key={consumerId}>
            {name}: {breaking} breaking, {risky} risky
          </List.Item>
        ))}
        {more > 0 && <List.Item>and {more} more</List.Item>}
      </List>
    </>
  );
}
