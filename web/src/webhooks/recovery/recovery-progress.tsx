import { Progress, Stack, Text } from '@mantine/core';
import type { RecoveryStatus, RecoveryView } from '@parley/shared/webhooks/recovery';
import { count, formatNumber } from '../../lib/text/count.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

const sentences: Record<RecoveryStatus, string> = {
  planned:
    'Nothing is sent before it is started. The plan is as it was found: by then there may be more or less.',
  running: 'Each delivery is made due and then sent like any other, with all of its retries.',
  paused: 'It stopped for now and goes on where it was. What was made due already is sent all the same.',
  done: 'All of it was made due and is sent like any other, with all of its retries.',
  cancelled: 'It is over. What was made due before is sent all the same.',
};

/** How far a recovery is, as a bar and in words. */
export function RecoveryProgress({ recovery }: { recovery: RecoveryView }) {
  const { sentCount, plannedCount, status } = recovery;
  const percent = Math.min(100, (sentCount / Math.max(1, plannedCount)) * 100);
  return (
    <Stack gap={8}>
      <Text fw={600}>
        {formatNumber(sentCount)} of {count(plannedCount, 'delivery', 'deliveries')} sent
        {status === 'done' && sentCount < plannedCount && ': the others were not needed any more'}
      </Text>
      <Progress
        value={percent}
        aria-label={`${formatNumber(sentCount)} of ${formatNumber(plannedCount)} sent`}
        color={status === 'done' ? 'green.9' : 'indigo'}
        transitionDuration={200}
      />
      <Text c="dimmed">{sentences[status]}</Text>
      {recovery.startedAt && <DeliveriesLink recovery={recovery} />}
    </Stack>
  );
}

/**
 * What became of them: the deliveries of the same receivers and the same time. Those of missed events are made by the
 * recovery, so they are younger than it.
 */
function DeliveriesLink({ recovery }: { recovery: RecoveryView }) {
  const { environment, consumerId, endpointIds, endpointCount, eventTypes } = recovery;
  const isMissed = recovery.scope === 'missed';
  const since = isMissed ? recovery.startedAt : recovery.since;
  const search = {
    env: environment,
    consumerId: consumerId ?? undefined,
    endpointId: endpointCount === 1 ? endpointIds[0] : undefined,
    eventType: eventTypes?.length === 1 ? eventTypes[0] : undefined,
    since: since ?? undefined,
    until: isMissed ? undefined : recovery.until,
  };
  return (
    <Text>
      <TextLink to="/deliveries" search={search}>
        Deliveries of these receivers and this time
      </TextLink>
    </Text>
  );
}
