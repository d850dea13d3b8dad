import { Button, Text } from '@mantine/core';
import { useState } from 'react';

const lengthAtFirst = 320;

/** What a contract says in words, as plain text: markup that came with it is left out. Long texts unfold. */
export function ContractProse({ text }: { text: string | undefined }) {
  const [isWhole, setWhole] = useState(false);
  if (!text) return null;
  const plain = text.replaceAll(/<\/?[a-z][^<>]{0,200}>/gi, '').trim();
  const isLong = plain.length > lengthAtFirst && !isWhole;
  return (
    <Text component="div" c="dimmed" maw="80ch" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
      {isLong ? `${plain.slice(0, lengthAtFirst)}… ` : plain}
      {isLong && (
        <Button type="button" size="compact-xs" variant="default" onClick={() => setWhole(true)}>
          Read on
        </Button>
      )}
    </Text>
  );
}
