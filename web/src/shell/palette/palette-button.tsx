import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keyWords } from '../../lib/shortcut/key-press.ts';
import { shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import classes from './palette-button.module.css';
import { openPalette } from '../../lib/shortcut/palette-opening.ts';

const shortcut = keyWords(shortcuts['palette.open'].keys[0], isMac);
const words = 'Search or paste an id…';

/** The search field of the header: it opens the command palette, and says that there is a shortcut for it. */
export function PaletteButton() {
  return (
    <UnstyledButton
      className={classes.button}
      onClick={() => openPalette()}
      aria-label={`${words} ${shortcut}`}
      aria-haspopup="dialog"
    >
      <IconSearch size={14} aria-hidden />
      <span>{words}</span> <kbd>{shortcut}</kbd>
    </UnstyledButton>
  );
}
