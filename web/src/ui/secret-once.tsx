import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

/**
 * Shows a secret for the only time there is. It closes by the button alone, because a stray click or Escape would
 * lose the secret for good. `secret` is `null` while there is nothing to show.
 */
export function SecretOnce({
  title,
  what,
  secret,
  onStored,
  children,
}: {
  title: string;
  /** What the secret is: “API key”, “signing secret”. */
  what: string;
  secret: string | null;
  onStored: () => void;
  children?: ReactNode;
}) {
  return (
    <Modal
      opened={secret !== null}
      onClose={onStored}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <Text>
          Copy the {what} to where it is used. Parley keeps only a fingerprint and cannot show it again.
        </Text>
        <CodeBlock code={secret ?? ''} label={what} wrap />
        {children}
        <Group justify="flex-end">
          <Button type="button" data-autofocus onClick={onStored}>
            I have stored it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
