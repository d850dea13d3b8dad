import { Group, Text } from '@mantine/core';
import type { DisabledReason, EndpointView } from '@parley/shared/webhooks/endpoint';
import { count } from '../../lib/text/count.ts';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Whether webhooks arrive: the state in a word with its icon, and what it rests on. */
export function EndpointHealth({ endpoint }: { endpoint: EndpointView }) {
  const { state, reason } = healthOf(endpoint);
  return (
    <Group component="span" gap="0 6px" display="inline-flex">
      <StatusBadge status={state} />
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

function healthOf(endpoint: EndpointView) {
  const { status, disabledReason, pausedUntil, failureStreak, lastSuccessAt, lastFailureAt } = endpoint;
  if (status === 'disabled')
    return {
      state: 'disabled',
      reason: disabledReason && disabledWords[disabledReason],
    } as const;
  if (pausedUntil)
    return {
      state: 'paused',
      reason: (
        <>
          next attempt <Time at={pausedUntil} />
        </>
      ),
    } as const;
  if (failureStreak > 0)
    return { state: 'failing', reason: `${count(failureStreak, 'failure')} in a row` } as const;
  if (lastSuccessAt)
    return {
      state: 'healthy',
      reason: (
        <>
          last success <Time at={lastSuccessAt} />
        </>
      ),
    } as const;
  return { state: 'unused', reason: lastFailureAt ? null : 'nothing was sent yet' } as const;
}
