import { Group, Text } from '@mantine/core';
import type {
  DisabledReason,
  EndpointHealth as Health,
  EndpointView,
} from '@parley/shared/webhooks/endpoint';
import type { ReactNode } from 'react';
import { count, formatNumber } from '../../lib/text/count.ts';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Whether webhooks arrive: the state in a word with its icon, and what it rests on. */
export function EndpointHealth({ endpoint }: { endpoint: EndpointView }) {
  const reason = reasonOf[endpoint.health](endpoint);
  return (
    <Group component="span" gap="0 6px" display="inline-flex">
      <StatusBadge status={endpoint.health} />
      {reason && (
        <Text component="span" size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {reason}
        </Text>
      )}
    </Group>
  );
}

const disabledWords: Record<DisabledReason, string> = {
  manual: 'by hand',
  gone: 'answered 410 Gone',
  failing: 'failed for too long',
};

/** How many of the latest attempts failed, in words. */
function failedOf({ delivered, failed }: EndpointView['recentAttempts']): string {
  const total = delivered + failed;
  return `${formatNumber(failed)} of the latest ${count(total, 'attempt')} failed`;
}

const failedLately = ({ failureStreak, recentAttempts }: EndpointView): string =>
  recentAttempts.delivered > 0 ? failedOf(recentAttempts) : `${count(failureStreak, 'failure')} in a row`;

const reasonOf: Record<Health, (endpoint: EndpointView) => ReactNode> = {
  disabled: ({ disabledReason }) => disabledReason && disabledWords[disabledReason],
  suspended: () => 'with its consumer',
  paused: ({ pausedUntil }) => (
    <>
      next attempt <Time at={pausedUntil} />
    </>
  ),
  failing: failedLately,
  unsteady: failedLately,
  healthy: ({ lastSuccessAt }) => (
    <>
      last success <Time at={lastSuccessAt} />
    </>
  ),
  unused: () => 'nothing was sent yet',
};
