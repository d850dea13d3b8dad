import { List } from '@mantine/core';
import type { LeftOut } from '@parley/shared/webhooks/recovery';
import { formatNumber } from '../../lib/text/count.ts';

/** What a job found and does not do, with the reason of each. */
export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  return (
    <List size="sm" listStyleType="none">
      {leftOut.map(({ reason, count }) => (
        <List.Item key={reason}>
          {formatNumber(count)}: {reason}
        </List.Item>
      ))}
    </List>
  );
}
