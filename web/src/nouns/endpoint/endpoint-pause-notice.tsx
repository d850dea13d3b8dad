import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Time } from '../../ui/text/time.tsx';

/** Why nothing is sent at the moment, and what happens next. */
export function EndpointPauseNotice({ until }: { until: string }) {
  return (
    <Alert
      color="yellow"
      variant="light"
      title="Nothing is sent at the moment"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      mb="md"
    >
      <Text>
        Paused until <Time at={until} look="full" />, because the latest attempts all failed; then one attempt
        finds out whether it is back. What waits meanwhile loses no attempt.
      </Text>
    </Alert>
  );
}
