import { Group, Text } from '@mantine/core';

/** The mark and the name. */
export function Brand() {
  return (
    <Group gap={8} wrap="nowrap" component="span">
      <img src="/favicon.svg" width={22} height={22} alt="" />
      <Text component="span" fw={650} fz="md" c="var(--parley-strong)" style={{ letterSpacing: '-0.01em' }}>
        Parley
      </Text>
    </Group>
  );
}
