import { type RefObject, useRef, useState } from 'react';
import { usePaletteOpening } from '../../lib/shortcut/palette-opening.ts';

/** The dialog of the palette and its field. `onAsked` is called with what to look for, `onClosed` however it was closed. */
export function usePaletteDialog({
  onAsked,
  onClosed,
}: {
  onAsked: (text: string) => void;
  onClosed: () => void;
}): {
  dialog: RefObject<HTMLDialogElement | null>;
  input: RefObject<HTMLInputElement | null>;
  isOpen: boolean;
  close: () => void;
  forget: () => void;
} {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  usePaletteOpening((text) => {
    // A click beside it closes it, in browsers that know this; React does not know it yet.
    dialog.current?.setAttribute('closedby', 'any');
    // At once and not by an effect: the next key is for the field.
    if (dialog.current?.open !== true) dialog.current?.showModal();
    input.current?.focus();
    if (text !== '') onAsked(text);
    setOpen(true);
  });
  return {
    dialog,
    input,
    isOpen,
    close: () => dialog.current?.close(),
    forget: () => {
      setOpen(false);
      onClosed();
    },
  };
}
