import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { isProblem, problemOf } from '../../lib/problem/problem.ts';

/**
 * Which endpoints a new version would break, and the box that publishes it all the same, where the server takes that
 * for an answer. Nothing when `error` is about something else.
 */
export function BreakingVersionNotice({
  error,
  isAcknowledged,
  onAcknowledge,
}: {
  error: unknown;
  isAcknowledged: boolean;
  onAcknowledge: (isAcknowledged: boolean) => void;
}) {
  if (!isProblem(error, 'event_type.breaking')) return null;
  const { title, detail, errors = [] } = problemOf(error);
  const needsMapping = errors.some(({ path }) => path === '/downcast');
  return (
    <Alert role="alert" color="yellow" variant="light" title={title} icon={<IconAlertTriangle size={18} />}>
      <Stack gap="xs">
        <Text style={{ overflowWrap: 'anywhere' }}>{detail}</Text>
        {!needsMapping && (
          <Checkbox
            label="Publish all the same"
            checked={isAcknowledged}
            onChange={(event) => onAcknowledge(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </Alert>
  );
}
