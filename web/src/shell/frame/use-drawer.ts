import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';

/** The navigation of a phone, which lies above the page while it is open. */
interface Drawer {
  ref: RefObject<HTMLDivElement | null>;
  isOpen: boolean;
  toggle: () => void;
  close: () => void;
}

/** Opens and closes it: the focus goes in, Escape closes it, and the focus goes back to what had it. Never open on wide screens. */
export function useDrawer(): Drawer {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [isWanted, { toggle, close }] = useDisclosure(false);
  const ref = useRef<HTMLDivElement>(null);
  const isOpen = isWanted && isNarrow;
  const closeNow = useEffectEvent(close);
  useEffect(() => {
    if (!isOpen) return undefined;
    const opener = document.activeElement;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      closeNow();
      if (opener instanceof HTMLElement) opener.focus();
    };
    ref.current?.querySelector<HTMLElement>('a, button')?.focus();
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOpen]);
  return { ref, isOpen, toggle, close };
}
