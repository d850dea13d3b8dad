import { UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import classes from './palette-button.module.css';

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
const words = 'Search or paste an id…';

/** Opens the command palette; also says that there is a shortcut for it. */
export function PaletteButton() {
  return (
    <UnstyledButton className={classes.button} onClick={spotlight.open} aria-label={`${words} ${shortcut}`}>
      <IconSearch size={14} aria-hidden />
      <span>{words}</span> <kbd>{shortcut}</kbd>
    </UnstyledButton>
  );
}
