import { Text } from '@mantine/core';
import { totalWords, type Total } from '../../lib/list/total-words.ts';

/** How many rows there are in all. Holds its place while nobody knows. */
export function ListTotal({ total, noun }: { total: Total | undefined; noun: readonly [string, string] }) {
  return (
    <Text component="output" size="sm" c="dimmed" mih={22}>
      {total ? totalWords(total, noun) : ' '}
    </Text>
  );
}
