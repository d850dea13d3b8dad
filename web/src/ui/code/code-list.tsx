import { Group } from '@mantine/core';

/** Names in a row, each as it is written in code. */
export function CodeList({ words }: { words: readonly string[] }) {
  return (
    <Group component="span" gap={4} display="inline-flex">
      {words.map((word, index) => (
        <code key={word}>
          {word}
          {index < words.length - 1 && ','}
        </code>
      ))}
    </Group>
  );
}
