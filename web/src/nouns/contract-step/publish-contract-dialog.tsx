import { Alert, List, Skeleton, Text } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { useQuery } from '@tanstack/react-query';
import { alone, api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { CodeText } from '../../ui/code/code-text.tsx';
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
  if (consumers.length === 0)
    return (
      <Text mt="sm" c="dimmed">
        Nobody is told: no consumer was seen to use what changes.
      </Text>
    );
  const told = consumers.filter(({ channels }) => channels.length > 0);
  const unreachable = consumers.filter(({ channels }) => channels.length === 0);
  return (
    <>
      {told.length > 0 && (
        <Consumers title={`${count(told.length, 'consumer')} will be told`} consumers={told} />
      )}
      {unreachable.length > 0 && (
        <Consumers
          title={`${count(unreachable.length, 'affected consumer')} cannot be told`}
          why="No endpoint of theirs asks for `contract.changed`, and there is no mail to them."
          consumers={unreachable}
        />
      )}
    </>
  );
}

type Affected = ImpactView['consumers'][number];

const channelWords: Record<Affected['channels'][number], string> = {
  event: 'by contract.changed',
  mail: 'by mail',
};

function Consumers({ title, why, consumers }: { title: string; why?: string; consumers: Affected[] }) {
  const more = consumers.length - namesShown;
  return (
    <>
      <Text mt="sm" fw={600}>
        {title}
      </Text>
      {why && (
        <Text c="dimmed">
          <CodeText text={why} />
        </Text>
      )}
      <List size="sm" spacing={2} mt={6}>
        {consumers.slice(0, namesShown).map(({ consumerId, name, breaking, risky, channels }) => (
          <List.Item key={consumerId}>
            {[
              `${name}: ${breaking} breaking, ${risky} risky`,
              ...channels.map((one) => channelWords[one]),
            ].join(', ')}
          </List.Item>
        ))}
        {more > 0 && <List.Item>and {more} more</List.Item>}
      </List>
    </>
  );
}
