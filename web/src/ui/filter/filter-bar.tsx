import { Button, Group } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import classes from './filter-bar.module.css';

/**
 * The filters above a list. `onClear` appears once something is filtered; `aside` sits at the far end. With `folds`
 * the filters wait behind a button on phones, where many of them would push the list off the screen.
 */
export function FilterBar({
  isFiltered,
  onClear,
  aside,
  folds = false,
  children,
}: {
  isFiltered: boolean;
  onClear: () => void;
  aside?: ReactNode;
  folds?: boolean;
  children?: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <Group component="search" aria-label="Filters" gap="xs" mb="sm" justify="space-between">
      {folds && (
        <FoldButton isOpen={isOpen} controls={id} onClick={() => setOpen(!isOpen)}>
          {isFiltered ? 'Filters, some set' : 'Filters'}
        </FoldButton>
      )}
      <Group
        id={id}
        gap="xs"
        style={{ flex: '1 1 240px' }}
        {...(folds && { className: classes.folding, 'data-open': isOpen || undefined })}
      >
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

function FoldButton({
  isOpen,
  controls,
  onClick,
  children,
}: {
  isOpen: boolean;
  controls: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      type="button"
      variant="default"
      hiddenFrom="sm"
      leftSection={<IconAdjustmentsHorizontal size={14} />}
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
