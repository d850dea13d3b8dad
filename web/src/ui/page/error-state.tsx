import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { problemOf } from '../../lib/problem/problem.ts';
import { Id } from '../text/id.tsx';

/** A page or list that could not be shown: what went wrong, the request to quote, and a way on. */
export function ErrorState({
  error,
  onRetry,
  actions,
}: {
  error: unknown;
  onRetry?: () => unknown;
  actions?: ReactNode;
}) {
  const problem = problemOf(error);
  return (
    <Center role="alert" py={56} px="md">
      <Stack gap="xs" align="center" maw={480} ta="center">
        <IconAlertCircle size={26} stroke={1.6} color="var(--parley-bad)" aria-hidden />
        <Title order={2}>{problem.title}</Title>
        <Text c="dimmed">{problem.detail}</Text>
        {problem.requestId && <Id value={problem.requestId} what="request id" />}
        <Group gap="xs" mt="xs">
          {onRetry && (
            <Button
              type="button"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={() => onRetry()}
            >
              Try again
            </Button>
          )}
          {actions}
        </Group>
      </Stack>
    </Center>
  );
}
