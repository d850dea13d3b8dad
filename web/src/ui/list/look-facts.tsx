import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '../page/error-state.tsx';
import { KeyValue } from '../text/key-value.tsx';

/** What the panel says of a row: its name, its state, a few facts, and the way to its page. */
export function LookFacts({
  title,
  badge,
  facts,
  query,
  link,
  children,
}: {
  /** Until the row is there. */
  title: ReactNode;
  badge?: ReactNode;
  facts: Parameters<typeof KeyValue>[0]['facts'];
  query: { error: unknown; refetch: () => unknown };
  link: ReactNode;
  children?: ReactNode;
}) {
  if (query.error) return <ErrorState error={query.error} onRetry={query.refetch} />;
  return (
    <>
      <Group gap="xs" mb="xs" justify="space-between">
        <Text fw={600} fz="md" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {title}
        </Text>
        {badge}
      </Group>
      <KeyValue facts={facts} />
      {children}
      <Group mt="md">{link}</Group>
    </>
  );
}
