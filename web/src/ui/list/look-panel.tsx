import { ActionIcon, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './look-panel.module.css';

/** Beside the list, or on small screens below it: one row, more closely. The list keeps the focus and the keys. */
export function LookPanel({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    // Esc is heard from whatever in it has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      className={classes.panel}
      aria-label="The row that you look at"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <Group justify="space-between" gap="xs" wrap="nowrap" mb="xs">
        <Text size="xs" c="dimmed">
          <kbd>↑</kbd> <kbd>↓</kbd> next row, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes
        </Text>
        <ActionIcon
          type="button"
          variant="subtle"
          color="gray"
          size={26}
          aria-label="Close the panel"
          onClick={onClose}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
      <div aria-live="polite">{children}</div>
    </aside>
  );
}
