import { List, Text } from '@mantine/core';
import type { CheckView } from '@parley/shared/contracts/contract';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { OperationName } from '../contract/operation-name.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { originOf } from './contract-origin.ts';

const rowsStep = 50;

/** What a check found: whether it could be published, what keeps it from that, and what it would change. */
export function ContractCheckResult({ check }: { check: CheckView }) {
  const { gate, counts, base, lint, changes } = check;
  return (
    <section aria-label="Result of the check">
      <KeyValue
        facts={[
          ['Gate', <StatusBadge key="gate" status={gate.isOpen ? 'open' : 'closed'} />],
          [
            'Contract',
            `${check.title} ${check.version}, ${count(check.operationCount, 'operation')}${originOf(check)}`,
          ],
          ['Compared with', base ? `${base.version} (upload ${base.number})` : 'Nothing: it is the first'],
          ['Changes', `${counts.breaking} breaking, ${counts.risky} risky, ${counts.compatible} compatible`],
          ['Version number', adviceWords[check.advice]],
          ['Lint', `${lint.score} of 100, ${lint.bar} needed; ${count(lint.findingCount, 'finding')}`],
        ]}
      />
      {gate.reasons.length > 0 && <Reasons reasons={gate.reasons} />}
      {changes.length > 0 && (
        <LazyDisclosure title={`All ${count(changes.length, 'change')}`}>
          {() => <Changes changes={changes} />}
        </LazyDisclosure>
      )}
    </section>
  );
}

const adviceWords: Record<CheckView['advice'], string> = {
  major: 'The major part has to go up',
  minor: 'The minor part has to go up',
  patch: 'The patch part has to go up',
  none: 'It may stay',
};

function Reasons({ reasons }: { reasons: CheckView['gate']['reasons'] }) {
  const { shown, ...rest } = useGrowing(reasons, rowsStep);
  return (
    <>
      <Text fw={600} mt="sm">
        What keeps the gate shut
      </Text>
      <List size="sm" spacing={4} mt={4}>
        {shown.map((reason) => (
          <List.Item key={`${reason.code} ${reason.fingerprint}`}>
            <CodeText text={reason.text} />
          </List.Item>
        ))}
      </List>
      <GrowButton {...rest} />
    </>
  );
}

function Changes({ changes }: { changes: CheckView['changes'] }) {
  const { shown, ...rest } = useGrowing(changes, rowsStep);
  return (
    <>
      <List size="sm" spacing={6} listStyleType="none">
        {shown.map((change) => (
          <List.Item key={change.fingerprint}>
            <StatusBadge status={change.severity} />{' '}
            {change.operation && <OperationName name={change.operation} />} <CodeText text={change.text} />
          </List.Item>
        ))}
      </List>
      <GrowButton {...rest} />
    </>
  );
}
