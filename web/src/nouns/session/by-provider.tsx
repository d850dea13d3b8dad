import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { hearConfirmed } from '../../lib/session/confirmed-elsewhere.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** Has the reader sign in at their provider again, in a tab of its own: what they are at here stays as it is. */
export function ByProvider({ onConfirmed, onCancel }: { onConfirmed: () => void; onCancel: () => void }) {
  const [isSent, setIsSent] = useState(false);
  const begin = useMutation(api.singleSignOn.beginConfirmation.mutationOptions());
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  useEffect(
    () =>
      hearConfirmed(() => {
        // Only this tab knows what it waits for: it looks by itself whether it is so.
        void queryClient
          .query({ ...api.session.confirmation.queryOptions(), staleTime: 0 })
          .then(({ confirmedUntil }) => confirmedUntil && onConfirmed());
      }),
    [onConfirmed],
  );
  return (
    <Stack gap="md">
      <ProblemAlert error={begin.error} />
      <Text size="sm">
        {isSent
          ? 'This goes on by itself once you have signed in there.'
          : 'Your company asks you again, in a new tab.'}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button type="button" variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          component="a"
          href={begin.data?.url}
          target="_blank"
          rel="noreferrer"
          data-autofocus
          loading={begin.isPending}
          onClick={() => setIsSent(true)}
        >
          Sign in there again
        </Button>
      </Group>
    </Stack>
  );
}
