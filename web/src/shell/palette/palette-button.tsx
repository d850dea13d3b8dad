import { UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keyWords } from '../../lib/shortcut/key-press.ts';
import { shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import classes from './palette-button.module.css';

const shortcut = keyWords(shortcuts['palette.open'].keys[0], isMac);
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
