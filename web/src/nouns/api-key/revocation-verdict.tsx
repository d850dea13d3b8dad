import { Alert, List } from '@mantine/core';
import type { ApiKeyFigures, RevocationVerdict as Verdict } from '@parley/shared/access/api-key-figures';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  type Icon,
} from '@tabler/icons-react';
import { absoluteTime } from '../../lib/time/relative-time.ts';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { revocationReasons, verdictWords } from './revocation-words.ts';

const looks: Record<Verdict, { color: string; icon: Icon }> = {
  safe: { color: 'green', icon: IconCircleCheck },
  careful: { color: 'yellow', icon: IconAlertTriangle },
  unsafe: { color: 'red', icon: IconCircleX },
  ended: { color: 'gray', icon: IconCircleMinus },
};

/** Whether a key can be revoked without breaking anybody, and why. */
export function RevocationVerdict({ figures }: { figures: ApiKeyFigures }) {
  const { safety, lastUsedAt, lastPeer, countedSince } = figures;
  const { color, icon: VerdictIcon } = looks[safety.verdict];
  return (
    <Alert
      color={color}
      variant="light"
      role="note"
      title={verdictWords[safety.verdict]}
      icon={<VerdictIcon size={18} aria-hidden />}
      mb="md"
    >
      <List size="sm" spacing={2}>
        {revocationReasons(figures).map(({ id, text }) => (
          <List.Item key={id}>{text}</List.Item>
        ))}
        {lastUsedAt && (
          <List.Item>
            Last used <Time at={lastUsedAt} />.
          </List.Item>
        )}
        {lastPeer && (
          <List.Item>
            Its latest change came from <code>{lastPeer.address}</code>, <Time at={lastPeer.at} /> (
            <TextLink to="/audit/$id" params={{ id: lastPeer.auditEntryId }}>
              the change
            </TextLink>
            ). Calls that change nothing leave no address.
          </List.Item>
        )}
        <List.Item>
          {countedSince
            ? `Calls are counted since ${absoluteTime(new Date(countedSince))}.`
            : 'No call of it is counted.'}
        </List.Item>
      </List>
    </Alert>
  );
}
