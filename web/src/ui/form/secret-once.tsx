import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from '../code/code-block.tsx';

/**
 * Shows a secret for the only time there is, with what to do with it in `text`. It closes by the button alone, because a stray click or Escape would
 * lose the secret for good. `secret` is `null` while there is nothing to show.
 */
export function SecretOnce({
  title,
  what,
  secret,
  text,
  doneLabel = 'I have stored it',
  size = 'md',
  onStored,
  children,
}: {
  title: string;
  /** What the secret is: “API key”, “signing secret”. */
  what: string;
  secret: string | null;
  text?: ReactNode;
  doneLabel?: string;
  /** `lg` where `children` shows code. */
  size?: 'md' | 'lg';
  onStored: () => void;
  children?: ReactNode;
}) {
  return (
    <Modal
      opened={secret !== null}
      onClose={onStored}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <Text>
          {text ??
            `Copy the ${what} to where it is used. Parley keeps only a fingerprint and cannot show it again.`}
        </Text>
        <CodeBlock code={secret ?? ''} label={what} wrap />
        {children}
        <Group justify="flex-end">
          <Button type="button" data-autofocus onClick={onStored}>
            {doneLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
