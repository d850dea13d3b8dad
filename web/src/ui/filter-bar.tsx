import { Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** The filters above a list. `onClear` appears once something is filtered; `aside` sits at the far end. */
export function FilterBar({
  isFiltered,
  onClear,
  aside,
  children,
}: {
  isFiltered: boolean;
  onClear: () => void;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Group component="search" aria-label="Filters" gap="xs" mb="sm" justify="space-between">
      <Group gap="xs" style={{ flex: '1 1 auto' }}>
        {children}
        {isFiltered && (
          <Button
            type="button"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} />}
            onClick={onClear}
          >
            Clear
          </Button>
        )}
      </Group>
      {aside}
    </Group>
  );
}
