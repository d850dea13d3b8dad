import { UnstyledButton } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import { togglePin } from '../../lib/places/kept-places.ts';
import { usePlaces } from '../../lib/places/use-places.ts';
import { keyWords } from '../../lib/shortcut/key-press.ts';
import { shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac, useShortcut } from '../../lib/shortcut/use-shortcut.ts';
import classes from './pin-button.module.css';

/** Pins a page to the top of the navigation, or unpins it. */
export function PinButton({ path, title }: { path: string; title: string }) {
  const [{ pins }, change] = usePlaces();
  const isPinned = pins.some((pin) => pin.path === path);
  const toggle = () => change((kept) => togglePin(kept, { path, title }));
  useShortcut('page.pin', toggle);
  const PinIcon = isPinned ? IconPinFilled : IconPin;
  return (
    <UnstyledButton
      className={classes.button}
      aria-label="Pin to the navigation"
      aria-pressed={isPinned}
      title={`${isPinned ? 'Unpin' : 'Pin to the navigation'} (${keyWords(shortcuts['page.pin'].keys[0], isMac)})`}
      onClick={toggle}
    >
      <PinIcon size={15} aria-hidden />
    </UnstyledButton>
  );
}
