import { useEffect, useEffectEvent } from 'react';

const openers = new Set<() => void>();

/** Opens the command palette; does nothing where there is none. */
export function openPalette(): void {
  for (const open of openers) open();
}

/** Says how the palette is opened, while the component is there. */
export function usePaletteOpening(open: () => void): void {
  const openNow = useEffectEvent(open);
  useEffect(() => {
    const opener = () => openNow();
    openers.add(opener);
    return () => void openers.delete(opener);
  }, []);
}
