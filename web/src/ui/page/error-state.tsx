import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { mayPass, problemOf } from '../../lib/problem/problem.ts';
import { CodeText } from '../code/code-text.tsx';
import { Id } from '../text/id.tsx';

/**
 * A page or list that could not be shown: what went wrong, the request to quote, and a way on: `onRetry` where asking
 * again may help, and `actions` always.
 */
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
        {problem.errors?.map(({ path, message }) => (
          <Text key={path + message} c="dimmed" size="sm">
            <code>{path || '/'}</code> <CodeText text={message} />
          </Text>
        ))}
        {problem.requestId && <Id value={problem.requestId} what="request id" />}
        <Group gap="xs" mt="xs">
          {onRetry && mayPass(error) && (
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
