import { UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import classes from './frame.module.css';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the command palette; also says that there is a shortcut for it. */
export function SearchButton() {
  return (
    <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label="Search or open an id">
      <IconSearch size={14} aria-hidden />
      <span>Search or paste an id…</span>
      <kbd>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
    </UnstyledButton>
  );
}
