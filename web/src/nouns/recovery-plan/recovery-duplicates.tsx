import { List, Text } from '@mantine/core';
import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import { formatNumber } from '../../lib/text/count.ts';

/** What receivers may get a second time, and how they can tell. */
export function RecoveryDuplicates({ recovery }: { recovery: RecoveryView }) {
  const { delivered, unanswered } = recovery.duplicates;
  if (delivered + unanswered === 0)
    return <Text>Nothing, as far as Parley knows: no receiver took any of these deliveries.</Text>;
  return (
    <List size="sm" spacing={6}>
      {delivered > 0 && (
        <List.Item>
          <strong>{formatNumber(delivered)}</strong> {delivered === 1 ? 'was' : 'were'} delivered before and
          would be received again.
        </List.Item>
      )}
      {unanswered > 0 && (
        <List.Item>
          <strong>{formatNumber(unanswered)}</strong> had an attempt without an answer: the receiver may have
          taken {unanswered === 1 ? 'it' : 'them'}.
        </List.Item>
      )}
      <List.Item>
        The <code>webhook-id</code> stays the same: a receiver that keeps the ids it has seen can tell the
        duplicates.
      </List.Item>
    </List>
  );
}
