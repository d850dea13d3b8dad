import { useEffect, useEffectEvent } from 'react';

const openers = new Set<(text: string) => void>();

/** Opens the command palette and looks for `text` there; does nothing where there is none. */
export function openPalette(text = ''): void {
  for (const open of openers) open(text);
}

/** Says how the palette is opened, while the component is there. */
export function usePaletteOpening(open: (text: string) => void): void {
  const openNow = useEffectEvent(open);
  useEffect(() => {
    const opener = (text: string) => openNow(text);
    openers.add(opener);
    return () => void openers.delete(opener);
  }, []);
}
